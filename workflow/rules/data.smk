"""Data sets, each into one file: made without any file, read from files of one's own, or fetched and read.

Reads: files named in the configuration; data/raw/ (files put there by hand or downloaded), a mirror, public addresses
Writes: data/{dataset}.h5
"""


rule generate:
    """Generate one data set, or take one that is bundled with scikit-learn."""
    input:
        DISK.renew,
    output:
        "data/{dataset}.h5",
    log:
        "results/logs/data/{dataset}.log",
    wildcard_constraints:
        dataset=either(plan.datasets_of_kind(STUDY, "made")),
    priority: 1000000  # before all trainings, so that the longest can start first
    localrule: True
    conda:
        "../../environment.yml"
    resources:
        mem_mb=400,
        runtime=5,
    params:
        **code("generate"),
        job=job(jobs.dataset, "dataset"),
    shell:
        "python -m seedcheck.steps.generate {output} <<< {params.job:q} > {log} 2>&1"


rule read_files:
    """Read one data set from files of one's own."""
    input:
        DISK.renew,
        lambda w: plan.raw_inputs(STUDY, w.dataset),
    output:
        "data/{dataset}.h5",
    log:
        "results/logs/data/{dataset}.log",
    wildcard_constraints:
        dataset=either(plan.datasets_of_kind(STUDY, "read")),
    priority: 1000000  # before all trainings, so that the longest can start first
    localrule: True
    conda:
        "../../environment.yml"
    resources:
        mem_mb=1000,
        runtime=15,
    params:
        **code("read_files"),
        job=job(jobs.dataset, "dataset"),
        contents=lambda w: contents.raw_hashes(STUDY, w.dataset),
    shell:
        "python -m seedcheck.steps.read_files {output} <<< {params.job:q} > {log} 2>&1"


rule fetch:
    """Fetch the raw files of one data set, and read them."""
    input:
        DISK.renew,
        lambda w: plan.raw_inputs(STUDY, w.dataset),
    output:
        "data/{dataset}.h5",
    log:
        "results/logs/data/{dataset}.log",
    wildcard_constraints:
        dataset=either(plan.datasets_of_kind(STUDY, "fetched")),
    priority: 1000000  # before all trainings, so that the longest can start first
    localrule: True
    conda:
        "../../environment.yml"
    resources:
        mem_mb=400,
        runtime=30,
    params:
        **code("fetch"),
        job=job(jobs.fetch, "dataset"),
        contents=lambda w: contents.raw_hashes(STUDY, w.dataset),
    shell:
        "python -m seedcheck.steps.fetch {output} <<< {params.job:q} > {log} 2>&1"


if BUCKET.is_used:

    rule send:
        """Put a data set where trainings on other machines find it."""
        input:
            "data/{dataset}.h5",
        output:
            BUCKET.stored("data/{dataset}.h5"),
        log:
            "results/logs/send/{dataset}.log",
        localrule: True
        conda:
            "../../environment.yml"
        shell:
            "cp {input} {output} > {log} 2>&1"
