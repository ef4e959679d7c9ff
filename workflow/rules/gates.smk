"""Gradient checks: a gate before each variant's training, and the notebook's own checks as results.

Reads: data/{dataset}.h5
Writes: results/{experiment}/{variant}/gradients.json and gate.txt, results/gradient_checks.json
"""


rule gradients:
    """Check one variant's gradients and report the differences."""
    input:
        data_of,
    output:
        "results/{experiment}/{variant}/gradients.json",
    log:
        "results/logs/gradients/{experiment}.{variant}.log",
    conda:
        "../../environment.yml"
    params:
        **code("gradients"),
        settings=settings_of,
        gate=json.dumps(STUDY["gates"]),
    shell:
        "python -m seedcheck.steps.gradients --settings {params.settings:q} --gate {params.gate:q} --data {input}"
        " --output {output} > {log} 2>&1"


rule gate:
    """Let one variant pass to its training, or stop it."""
    input:
        "results/{experiment}/{variant}/gradients.json",
    output:
        "results/{experiment}/{variant}/gate.txt",
    log:
        "results/logs/gate/{experiment}.{variant}.log",
    conda:
        "../../environment.yml"
    params:
        **code("gate"),
    shell:
        "python -m seedcheck.steps.gate --report {input} --output {output} > {log} 2>&1"


if CHECKS:

    CHECKED = STUDY["gradient_checks"]["n_dimensions"]

    rule gradient_checks:
        """Reproduce the notebook's gradient checks in one and in many dimensions."""
        input:
            data=f"data/{STUDY['experiments'][CHECKED['experiment']]['dataset']}.h5",
            gate=f"results/{CHECKED['experiment']}/{CHECKED['variant']}/gate.txt",
        output:
            "results/gradient_checks.json",
        log:
            "results/logs/gradient_checks.log",
        conda:
            "../../environment.yml"
        params:
            **code("gradient_checks"),
            checks=json.dumps(STUDY["gradient_checks"]),
            settings=json.dumps(
                settings(STUDY, CHECKED["experiment"], CHECKED["variant"])
            ),
        shell:
            "python -m seedcheck.steps.gradient_checks --checks {params.checks:q} --settings {params.settings:q}"
            " --data {input.data} --output {output} > {log} 2>&1"
