"""Figures of the data, and of each experiment with all its variants in one job, since starting matplotlib takes longer.

Reads: data/{dataset}.h5, results/{experiment}/{variant}/record.json, costs.csv and model.h5
Writes: results/data/{dataset}.png, results/{experiment}/curves.svg,
    results/{experiment}/{variant}/cost.svg and (data in the plane) boundary.png
"""


rule data_figures:
    """Draw all data sets."""
    input:
        expand("data/{dataset}.h5", dataset=STUDY["datasets"]),
    output:
        report(
            expand("results/data/{dataset}.png", dataset=STUDY["datasets"]),
            category="Data",
            labels=lambda w, output: {"figure": "training data"},
        ),
    log:
        "results/logs/data_figures.log",
    priority: -1  # while MLflow, which does not need them, takes one core
    conda:
        "../../environment.yml"
    params:
        **code("data_figures"),
        axes=AXES,
    shell:
        "python -m seedcheck.steps.data_figures --axes {params.axes:q} --data {input} --output results/data > {log} 2>&1"


for EXPERIMENT in STUDY["experiments"]:

    rule:
        """Draw one experiment: cost curves, decision boundaries."""
        name:
            f"figures_{EXPERIMENT}"
        input:
            runs=runs_of(STUDY, [EXPERIMENT]),
            data=f"data/{STUDY['experiments'][EXPERIMENT]['dataset']}.h5",
        output:
            report(figures_of(STUDY, EXPERIMENT), category=EXPERIMENT),
        log:
            f"results/logs/figures/{EXPERIMENT}.log",
        conda:
            "../../environment.yml"
        params:
            **code("figures"),
            layout=json.dumps({EXPERIMENT: layout(STUDY)[EXPERIMENT]}),
            axes=json.dumps(
                STUDY["datasets"][STUDY["experiments"][EXPERIMENT]["dataset"]].get(
                    "axes"
                )
            ),
        shell:
            "python -m seedcheck.steps.figures --layout {params.layout:q} --axes {params.axes:q} --data {input.data}"
            " > {log} 2>&1"
