"""Gradient checks: a gate before each training, and the notebook's own checks as results.

Reads: data/{dataset}.h5
Writes: results/{experiment}/{variant}/gradients.json and gate.txt, the same in results/sweeps/{sweep}/,
    results/gradient_checks.json
"""


rule gradients:
    """Check one variant's gradients and report the differences."""
    input:
        lambda w: plan.data_file(STUDY, w.experiment),
    output:
        "results/{experiment}/{variant}/gradients.json",
    log:
        "results/logs/gradients/{experiment}.{variant}.log",
    priority: 1000000  # before all trainings, so that the longest can start first
    conda:
        "../../environment.yml"
    resources:
        mem_mb=500,
        runtime=10,
    params:
        **code("gradients"),
        job=job(jobs.gradients, "experiment", "variant"),
    shell:
        "python -m seedcheck.steps.gradients {input} {output} <<< {params.job:q} > {log} 2>&1"


rule sweep_gradients:
    """Check the gradients of all cells of a sweep."""
    input:
        lambda w: plan.data_file(STUDY, STUDY.sweeps[w.sweep].experiment),
    output:
        "results/sweeps/{sweep}/gradients.json",
    log:
        "results/logs/gradients/sweeps.{sweep}.log",
    conda:
        "../../environment.yml"
    resources:
        mem_mb=500,
        runtime=30,
    params:
        **code("gradients"),
        job=job(jobs.sweep_gradients, "sweep"),
    shell:
        "python -m seedcheck.steps.gradients {input} {output} <<< {params.job:q} > {log} 2>&1"


rule gate:
    """Let one variant or sweep pass to its training, or stop it."""
    input:
        "results/{folder}/gradients.json",
    output:
        "results/{folder}/gate.txt",
    log:
        "results/logs/gates/{folder}.log",
    wildcard_constraints:
        folder=either(plan.gated_folders(STUDY)),
    priority: 1000000  # before all trainings, so that the longest can start first
    conda:
        "../../environment.yml"
    resources:
        mem_mb=100,
        runtime=5,
    params:
        **code("gate"),
    shell:
        "python -m seedcheck.steps.gate {input} {output} > {log} 2>&1"


if STUDY.gradient_checks:

    rule gradient_checks:
        """Reproduce the notebook's gradient checks in one and in many dimensions."""
        input:
            data=plan.data_file(STUDY, STUDY.gradient_checks.n_dimensions.experiment),
            gate="results/{0.experiment}/{0.variant}/gate.txt".format(
                STUDY.gradient_checks.n_dimensions
            ),
        output:
            "results/gradient_checks.json",
        log:
            "results/logs/gradient_checks.log",
        conda:
            "../../environment.yml"
        resources:
            mem_mb=500,
            runtime=10,
        params:
            **code("gradient_checks"),
            job=job(jobs.gradient_checks),
        shell:
            "python -m seedcheck.steps.gradient_checks {input.data} {output} <<< {params.job:q} > {log} 2>&1"
