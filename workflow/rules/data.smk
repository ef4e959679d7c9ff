"""Data sets: generated, or fetched and read, each into one file.

Reads: data/raw/ (files put there by hand or downloaded), a data mirror, public addresses
Writes: data/{dataset}.h5
"""


rule dataset:
    """Generate one data set, or fetch and read its raw files."""
    input:
        lambda w: raw_inputs(STUDY["datasets"][w.dataset], STUDY["files"]),
    output:
        "data/{dataset}.h5",
    log:
        "results/logs/dataset/{dataset}.log",
    conda:
        "../../environment.yml"
    params:
        **code("dataset"),
        settings=lambda w: json.dumps(
            {k: v for k, v in STUDY["datasets"][w.dataset].items() if k != "axes"}
        ),
        files=lambda w: json.dumps(files_of(STUDY, w.dataset)),
        stand_in="" if STUDY["offline_stand_in"] else "--no-stand-in",
    shell:
        "python -m seedcheck.steps.dataset --settings {params.settings:q} --files {params.files:q} {params.stand_in}"
        " --output {output} > {log} 2>&1"
