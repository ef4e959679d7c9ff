"""The finished study as one zip, with its provenance (not part of `all`): make crate.

Reads: all that the rule `all` asks for, config/published.yaml, and the raw files
Writes: results/crate.zip
"""

RAW = sorted(
    {file for name in STUDY.datasets for file in plan.raw_inputs(STUDY, name)}
    | {
        file
        for name in trainers.commanded(STUDY)
        for file in STUDY.experiments[name].sources
    }
)


rule crate:
    """Write the finished study as a Workflow Run RO-Crate."""
    input:
        rules.all.input,
        PUBLISHED,
        RAW,
    output:
        "results/crate.zip",
    log:
        "results/logs/crate.log",
    localrule: True
    conda:
        "../../environment.yml"
    resources:
        mem_mb=1000,
        runtime=15,
    params:
        **code("crate"),
        job=lambda w: as_text(judging.crate(STUDY, [PUBLISHED, *RAW], rules.all.input)),
    shell:
        "python -m seedcheck.steps.crate {output} <<< {params.job:q} > {log} 2>&1"
