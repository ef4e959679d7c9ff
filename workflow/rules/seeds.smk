"""Verdicts over seeds, and the notebook's claims in their light.

Reads: data/{dataset}.h5, results/{experiment}/{variant}/record.json, model.h5 and replicates.h5, config/published.yaml
Writes: results/comparison/verdicts.json, verdicts.csv, claims.csv and replicates.csv,
    results/{experiment}/replicates.svg and differences.svg
"""


rule verdicts:
    """Judge each variant against its reference, and each claim, over all replicates."""
    input:
        data=expand("data/{dataset}.h5", dataset=STUDY["datasets"]),
        runs=RUNS,
        published="config/published.yaml",
    output:
        json="results/comparison/verdicts.json",
        verdicts="results/comparison/verdicts.csv",
        claims="results/comparison/claims.csv",
        replicates="results/comparison/replicates.csv",
    log:
        "results/logs/verdicts.log",
    conda:
        "../../environment.yml"
    params:
        **code("verdicts"),
        layout=LAYOUT,
        seed=STUDY["root_seed"],
    shell:
        "python -m seedcheck.steps.verdicts --layout {params.layout:q} --published {input.published:q} --seed {params.seed}"
        " --output results/comparison > {log} 2>&1"


if SEED_FIGURES:

    rule seed_figures:
        """Draw the replicates of all experiments, and their differences from the reference."""
        input:
            runs=RUNS,
            verdicts="results/comparison/verdicts.json",
        output:
            report(SEED_FIGURES, category="Seeds"),
        log:
            "results/logs/seed_figures.log",
        conda:
            "../../environment.yml"
        params:
            **code("seed_figures"),
            layout=LAYOUT,
        shell:
            "python -m seedcheck.steps.seed_figures --layout {params.layout:q} --verdicts {input.verdicts} > {log} 2>&1"
