"""Decisions over seeds: on each variant, on the notebook's claims, and on each cell of a sweep.

Reads: results/{experiment}/{variant}/record.json, predictions.h5 and replicates.h5, results/sweeps/{sweep}/replicates.h5,
    config/published.yaml
Writes: results/comparison/decisions.json, results/sweeps/{sweep}/decisions.json
"""


rule decide:
    """Judge each variant against its reference, and each claim, over all replicates."""
    input:
        runs=RUNS,
        published=PUBLISHED,
    output:
        "results/comparison/decisions.json",
    log:
        "results/logs/decide.log",
    localrule: True
    conda:
        "../../environment.yml"
    resources:
        mem_mb=400,
        runtime=15,
    params:
        **code("decide"),
        job=job(judging.decide),
    shell:
        "python -m seedcheck.steps.decide {input.published:q} {output} <<< {params.job:q} > {log} 2>&1"


rule decide_sweep:
    """Judge each cell of a sweep against its first cell, over all replicates."""
    input:
        "results/sweeps/{sweep}/replicates.h5",
    output:
        "results/sweeps/{sweep}/decisions.json",
    log:
        "results/logs/decide_sweep/{sweep}.log",
    localrule: True
    conda:
        "../../environment.yml"
    resources:
        mem_mb=400,
        runtime=15,
    params:
        **code("decide_sweep"),
        job=job(judging.decide_sweep, "sweep"),
    shell:
        "python -m seedcheck.steps.decide_sweep {input} {output} <<< {params.job:q} > {log} 2>&1"
