"""Verdicts over seeds, where the config asks for replicates.

Reads: data/{dataset}.h5, results/{experiment}/{variant}/gate.txt, record.json and model.h5
Writes: results/{experiment}/replicates/{variant}.h5, results/{experiment}/replicates.svg,
    results/comparison/verdicts.json, verdicts.csv and replicates.csv
"""


rule replicates:
    """Train one variant's replicates, from seeds of their own."""
    input:
        data=data_of,
        gate="results/{experiment}/{variant}/gate.txt",
    output:
        "results/{experiment}/replicates/{variant}.h5",
    log:
        "results/logs/replicates/{experiment}.{variant}.log",
    benchmark:
        "results/benchmarks/replicates/{experiment}.{variant}.tsv"
    conda:
        "../../environment.yml"
    threads: 1
    params:
        **code("replicates"),
        settings=settings_of,
        replicates=STUDY["replicates"],
        root_seed=STUDY["root_seed"],
    shell:
        "python -m workflow.steps.replicates --settings {params.settings:q} --replicates {params.replicates}"
        " --root-seed {params.root_seed} --data {input.data} --output {output} > {log} 2>&1"


rule verdicts:
    """Judge each variant against its reference over all replicates."""
    input:
        data=expand("data/{dataset}.h5", dataset=STUDY["datasets"]),
        runs=RUNS,
        replicates=REPLICATES,
    output:
        json="results/comparison/verdicts.json",
        verdicts="results/comparison/verdicts.csv",
        replicates="results/comparison/replicates.csv",
    log:
        "results/logs/verdicts.log",
    conda:
        "../../environment.yml"
    params:
        **code("verdicts"),
        layout=LAYOUT,
        seed=STUDY["root_seed"],
    shell:
        "python -m workflow.steps.verdicts --layout {params.layout:q} --seed {params.seed} --output results/comparison"
        " > {log} 2>&1"


rule seed_figures:
    """Draw the replicates of all experiments."""
    input:
        runs=RUNS,
        replicates=REPLICATES,
    output:
        report(
            expand(
                "results/{experiment}/replicates.svg", experiment=STUDY["experiments"]
            ),
            category="Seeds",
        ),
    log:
        "results/logs/seed_figures.log",
    conda:
        "../../environment.yml"
    params:
        **code("seed_figures"),
        layout=LAYOUT,
    shell:
        "python -m workflow.steps.seed_figures --layout {params.layout:q} > {log} 2>&1"
