"""Training: one job per variant with all its replicates, and one per sweep with all its cells, each behind its gate.

Reads: data/{dataset}.h5, gradients.json and gate.txt of results/{experiment}/{variant}/ and results/sweeps/{sweep}/
Writes: results/{experiment}/{variant}/record.json, costs.csv, model.h5, replicates.h5, replicates.csv and
    predictions.h5, results/sweeps/{sweep}/replicates.h5
"""


rule train:
    """Train one variant from its configured seed and those of its replicates."""
    input:
        data=lambda w: plan.data_file(STUDY, w.experiment),
        gradients="results/{experiment}/{variant}/gradients.json",
        gate="results/{experiment}/{variant}/gate.txt",
    output:
        "results/{experiment}/{variant}/record.json",
        "results/{experiment}/{variant}/costs.csv",
        "results/{experiment}/{variant}/model.h5",
        "results/{experiment}/{variant}/replicates.h5",
        "results/{experiment}/{variant}/replicates.csv",
        "results/{experiment}/{variant}/predictions.h5",
    log:
        "results/logs/train/{experiment}.{variant}.log",
    benchmark:
        "results/benchmarks/train/{experiment}.{variant}.tsv"
    conda:
        "../../environment.yml"
    resources:
        mem_mb=500,
        runtime=60,
    params:
        **code("train"),
        job=job(jobs.train, "experiment", "variant"),
    shell:
        "python -m seedcheck.steps.train {input.data} {input.gradients} results/{wildcards.experiment}/{wildcards.variant}"
        " <<< {params.job:q} > {log} 2>&1"


rule sweep:
    """Train all cells of a sweep from the same seeds."""
    input:
        data=lambda w: plan.data_file(STUDY, STUDY.sweeps[w.sweep].experiment),
        gate="results/sweeps/{sweep}/gate.txt",
    output:
        "results/sweeps/{sweep}/replicates.h5",
    log:
        "results/logs/train/sweeps.{sweep}.log",
    benchmark:
        "results/benchmarks/sweeps/{sweep}.tsv"
    conda:
        "../../environment.yml"
    resources:
        mem_mb=500,
        runtime=120,
    params:
        **code("sweep"),
        job=job(jobs.sweep, "sweep"),
    shell:
        "python -m seedcheck.steps.sweep {input.data} {output} <<< {params.job:q} > {log} 2>&1"
