"""What the study says: tables, MLflow, and the page to read.

Reads: all of results/{experiment}/, results/sweeps/ and results/comparison/decisions.json, config/published.yaml
Writes: the tables of results/comparison/, results/sweeps/{sweep}/cells.csv and cells.json, results/mlflow/,
    results/report.html
"""


rule tables:
    """Write the tables."""
    input:
        runs=RUNS,
        checks=plan.check_files(STUDY),
        decisions="results/comparison/decisions.json",
        sweeps=expand("results/sweeps/{sweep}/decisions.json", sweep=STUDY.sweeps),
        published=PUBLISHED,
    output:
        "results/comparison/answer.rst",
        *in_report(plan.table_files(), "Tables", "tables"),
        expand(
            "results/sweeps/{sweep}/{file}",
            sweep=STUDY.sweeps,
            file=["cells.csv", "cells.json"],
        ),
    log:
        "results/logs/tables.log",
    localrule: True
    conda:
        "../../environment.yml"
    resources:
        mem_mb=200,
        runtime=10,
    params:
        **code("tables"),
        job=job(judging.tables),
    shell:
        "python -m seedcheck.steps.tables {input.published:q} <<< {params.job:q} > {log} 2>&1"


rule track:
    """Log all records and decisions into MLflow; results/mlflow/runs.json says which run is whose."""
    input:
        runs=RUNS,
        data=expand("data/{dataset}.h5", dataset=STUDY.datasets),
        decisions="results/comparison/decisions.json",
    output:
        "results/mlflow/runs.json",
    log:
        "results/logs/track.log",
    localrule: True
    conda:
        "../../environment.yml"
    resources:
        mem_mb=500,
        runtime=30,
    params:
        **code("track"),
        job=job(judging.track),
    shell:
        "python -m seedcheck.steps.track {input.decisions} {output} <<< {params.job:q} > {log} 2>&1"


rule page:
    """Compile the report, one page that opens from disk."""
    input:
        runs=RUNS,
        checks=plan.check_files(STUDY),
        figures=plan.figure_files(STUDY),
        decisions="results/comparison/decisions.json",
        sweeps=expand("results/sweeps/{sweep}/decisions.json", sweep=STUDY.sweeps),
        tracked="results/mlflow/runs.json",
        published=PUBLISHED,
    output:
        report(
            "results/report.html",
            category="Answer",
            caption="../report/page.rst",
            labels={"page": "report"},
        ),
    log:
        "results/logs/page.log",
    localrule: True
    conda:
        "../../environment.yml"
    resources:
        mem_mb=200,
        runtime=10,
    params:
        **code("page"),
        port=port(),  # the page's links lead there
        job=job(judging.page),
    shell:
        "python -m seedcheck.steps.page {input.published:q} {output} <<< {params.job:q} > {log} 2>&1"


rule reproduced:
    """Let the study pass if no published number differs from ours; last, so that everything else is there to look at."""
    input:
        published="results/comparison/published.csv",
        page="results/report.html",
    output:
        "results/comparison/reproduced.txt",
    log:
        "results/logs/reproduced.log",
    localrule: True
    conda:
        "../../environment.yml"
    resources:
        mem_mb=100,
        runtime=5,
    params:
        **code("reproduced"),
    shell:
        "python -m seedcheck.steps.reproduced {input.published} {output} > {log} 2>&1"


onstart:
    # One pipeline at a time. What is to be compared, and how, is sealed before the first training: the page lists each
    # deviation since.
    try:
        folder.hold([paths.RESULTS])
        DISK.prepare()
        seal.seal(
            {
                **judging.plan(STUDY),
                "claims": read_yaml(PUBLISHED).get("claims", []),
            }
        )
    except InputError as error:
        sys.exit(f"ERROR: {error}")


onsuccess:
    checksums.tidy()
    if SCREEN:
        SCREEN.end("done")


onerror:
    # What is there is judged, drawn and shown all the same.
    if SCREEN:
        SCREEN.end("failed")
    incomplete(workflow, PUBLISHED, judging.incomplete(STUDY))
