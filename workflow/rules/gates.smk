"""The notebook's own gradient checks, as results. The gate of a variant or sweep is the first thing its training does.

Reads: data/{dataset}.h5, results/{experiment}/{variant}/gradients.json
Writes: results/gradient_checks.json
"""

if STUDY.gradient_checks:

    rule gradient_checks:
        """Reproduce the notebook's gradient checks in one and in many dimensions."""
        input:
            data=plan.data_file(STUDY, STUDY.gradient_checks.n_dimensions.experiment),
            gate="results/{0.experiment}/{0.variant}/gradients.json".format(
                STUDY.gradient_checks.n_dimensions
            ),
        output:
            "results/gradient_checks.json",
        log:
            "results/logs/gradient_checks.log",
        localrule: True
        conda:
            "../../environment.yml"
        resources:
            mem_mb=200,
            runtime=10,
        params:
            **code("gradient_checks"),
            job=job(jobs.gradient_checks),
        shell:
            "python -m seedcheck.steps.gradient_checks {input.data} {output} <<< {params.job:q} > {log} 2>&1"
