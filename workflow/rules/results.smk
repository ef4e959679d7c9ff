"""What the study says: tables, MLflow, and the page to read.

Reads: all of results/{experiment}/, config/published.yaml
Writes: results/comparison/, results/mlflow/, results/report.html
"""


rule compare:
    """Write the comparison tables."""
    input:
        runs=RUNS,
        gates=GATES,
        checks=CHECKS,
        published="config/published.yaml",
    output:
        runs="results/comparison/runs.csv",
        variants="results/comparison/variants.csv",
        published="results/comparison/published.csv",
    log:
        "results/logs/compare.log",
    conda:
        "../../environment.yml"
    params:
        **code("compare"),
        layout=LAYOUT,
    shell:
        "python -m seedcheck.steps.compare --layout {params.layout:q} --published {input.published:q}"
        " --checks '{input.checks}' --output results/comparison > {log} 2>&1"


rule track:
    """Log all records and verdicts into MLflow; results/mlflow/runs.json says which run is whose."""
    input:
        runs=RUNS,
        gates=GATES,
        verdicts="results/comparison/verdicts.json",
        figures=[
            file
            for experiment in STUDY["experiments"]
            for file in figures_of(STUDY, experiment)
        ],
    output:
        "results/mlflow/runs.json",
    log:
        "results/logs/track.log",
    conda:
        "../../environment.yml"
    params:
        **code("track"),
        layout=LAYOUT,
    shell:
        "python -m seedcheck.steps.track --layout {params.layout:q} --verdicts {input.verdicts} --output {output}"
        " > {log} 2>&1"


rule report:
    """Compile the report, one page that opens from disk."""
    input:
        runs=RUNS,
        gates=GATES,
        checks=CHECKS,
        figures=FIGURES,
        tracked="results/mlflow/runs.json",
        seed_figures=SEED_FIGURES,
        sweeps=SWEEPS,
        verdicts="results/comparison/verdicts.json",
        published="config/published.yaml",
        template="seedcheck/presentation/page.html",
    output:
        report("results/report.html", category="Start here", labels={"page": "report"}),
    log:
        "results/logs/report.log",
    conda:
        "../../environment.yml"
    params:
        **code("report"),
        layout=LAYOUT,
        sweeps=SWEPT,
    shell:
        "python -m seedcheck.steps.report --layout {params.layout:q} --sweeps {params.sweeps:q} --published {input.published:q}"
        " --checks '{input.checks}' --tracked {input.tracked} --verdicts {input.verdicts}"
        " --template {input.template:q} --output {output} > {log} 2>&1"


onerror:
    # What is there is drawn and reported all the same, and what a gate stopped is said last.
    shell(
        "python -m seedcheck.steps.incomplete --layout {LAYOUT:q} --axes {AXES:q} --sweeps {SWEPT:q}"
        f" --seed {STUDY['root_seed']} --published config/published.yaml"
        " --template seedcheck/presentation/page.html"
    )
