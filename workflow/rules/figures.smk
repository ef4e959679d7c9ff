"""Figures, as seedcheck.presentation.figures.registry lists them; many in one job, since starting matplotlib takes longer.

Reads: data/{dataset}.h5, results/{experiment}/{variant}/, results/comparison/decisions.json,
    results/sweeps/{sweep}/decisions.json
Writes: results/data/{dataset}.png, figures below results/{experiment}/ and results/sweeps/{sweep}/
"""


rule figures_of_data:
    """Draw all data sets."""
    input:
        expand("data/{dataset}.h5", dataset=STUDY.datasets),
    output:
        in_report(plan.figure_files(STUDY, "data"), "Data", "data"),
    log:
        "results/logs/figures/data.log",
    priority: -1  # while MLflow, which does not need them, takes one core
    localrule: True
    conda:
        "../../environment.yml"
    resources:
        mem_mb=400,
        runtime=10,
    params:
        **code("figures", *registry.modules("data")),
        job=job(judging.figures_of_data),
    shell:
        "python -m seedcheck.steps.figures <<< {params.job:q} > {log} 2>&1"


for EXPERIMENT in trainers.networks(STUDY):

    rule:
        """Draw the trainings of one experiment: cost curves, decision boundaries."""
        name:
            f"figures_of_{EXPERIMENT}"
        input:
            runs=plan.records(STUDY, [EXPERIMENT]),
            data=plan.data_file(STUDY, EXPERIMENT),
        output:
            in_report(
                plan.figure_files(STUDY, "runs", [EXPERIMENT]), "Experiments", "runs"
            ),
        log:
            f"results/logs/figures/{EXPERIMENT}.log",
        localrule: True
        conda:
            "../../environment.yml"
        resources:
            mem_mb=400,
            runtime=10,
        params:
            **code("figures", *registry.modules("runs")),
            job=as_text(judging.figures_of_runs(STUDY, EXPERIMENT)),
        shell:
            "python -m seedcheck.steps.figures <<< {params.job:q} > {log} 2>&1"


if plan.figure_files(STUDY, "verdicts"):

    rule figures_of_verdicts:
        """Draw the replicates of all experiments, and their differences from the reference."""
        input:
            runs=RUNS,
            decisions="results/comparison/decisions.json",
        output:
            in_report(plan.figure_files(STUDY, "verdicts"), "Experiments", "verdicts"),
        log:
            "results/logs/figures/verdicts.log",
        localrule: True
        conda:
            "../../environment.yml"
        resources:
            mem_mb=400,
            runtime=10,
        params:
            **code("figures", *registry.modules("verdicts")),
            job=job(judging.figures_of_verdicts),
        shell:
            "python -m seedcheck.steps.figures <<< {params.job:q} > {log} 2>&1"


rule figures_of_sweep:
    """Draw a sweep."""
    input:
        "results/sweeps/{sweep}/decisions.json",
    output:
        report(
            registry.patterns("sweep"),
            category="Sweeps",
            caption="../report/sweep.rst",
            labels={"sweep": "{sweep}"},
        ),
    log:
        "results/logs/figures/sweeps.{sweep}.log",
    localrule: True
    conda:
        "../../environment.yml"
    resources:
        mem_mb=400,
        runtime=10,
    params:
        **code("figures", *registry.modules("sweep")),
        job=job(judging.figures_of_sweep, "sweep"),
    shell:
        "python -m seedcheck.steps.figures <<< {params.job:q} > {log} 2>&1"
