"""Sweeps: a grid of settings, behind a gate of its own.

Reads: data/{dataset}.h5
Writes: results/sweeps/{sweep}/gradients.json, gate.txt, cells.json, cells.csv and heatmap.svg
"""


rule sweep_gradients:
    """Check the gradients of all cells of a sweep."""
    input:
        data_of_sweep,
    output:
        "results/sweeps/{sweep}/gradients.json",
    log:
        "results/logs/sweeps/{sweep}.gradients.log",
    conda:
        "../../environment.yml"
    params:
        **code("sweep_gradients"),
        settings=lambda w: json.dumps(sweep_settings(STUDY, w.sweep)),
        grid=lambda w: json.dumps(STUDY["sweeps"][w.sweep]["grid"]),
        gate=json.dumps(STUDY["gates"]),
    shell:
        "python -m seedcheck.steps.sweep_gradients --settings {params.settings:q} --grid {params.grid:q}"
        " --gate {params.gate:q} --data {input} --output {output} > {log} 2>&1"


rule sweep_gate:
    """Let a sweep pass to its training, or stop it."""
    input:
        "results/sweeps/{sweep}/gradients.json",
    output:
        "results/sweeps/{sweep}/gate.txt",
    log:
        "results/logs/sweeps/{sweep}.gate.log",
    conda:
        "../../environment.yml"
    params:
        **code("gate"),
    shell:
        "python -m seedcheck.steps.gate --report {input} --output {output} > {log} 2>&1"


rule sweep:
    """Train all cells of a sweep from the same seeds."""
    input:
        data=data_of_sweep,
        gate="results/sweeps/{sweep}/gate.txt",
    output:
        json="results/sweeps/{sweep}/cells.json",
        csv="results/sweeps/{sweep}/cells.csv",
    log:
        "results/logs/sweeps/{sweep}.log",
    benchmark:
        "results/benchmarks/sweeps/{sweep}.tsv"
    conda:
        "../../environment.yml"
    threads: TRAINING
    params:
        **code("sweep"),
        settings=lambda w: json.dumps(sweep_settings(STUDY, w.sweep)),
        grid=lambda w: json.dumps(STUDY["sweeps"][w.sweep]["grid"]),
        replicates=lambda w: STUDY["sweeps"][w.sweep].get(
            "replicates", STUDY["replicates"]
        ),
        root_seed=STUDY["root_seed"],
    shell:
        "python -m seedcheck.steps.sweep --settings {params.settings:q} --grid {params.grid:q}"
        " --replicates {params.replicates} --root-seed {params.root_seed} --data {input.data}"
        " --json {output.json} --csv {output.csv} > {log} 2>&1"


rule heatmap:
    """Draw a sweep."""
    input:
        "results/sweeps/{sweep}/cells.json",
    output:
        report("results/sweeps/{sweep}/heatmap.svg", category="Sweeps"),
    log:
        "results/logs/sweeps/{sweep}.heatmap.log",
    conda:
        "../../environment.yml"
    params:
        **code("heatmap"),
        title=lambda w: STUDY["sweeps"][w.sweep].get("title", w.sweep),
    shell:
        "python -m seedcheck.steps.heatmap --cells {input} --title {params.title:q} --output {output} > {log} 2>&1"
