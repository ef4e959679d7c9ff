"""Training: one job per experiment and variant with all its replicates, behind its gate.

Reads: data/{dataset}.h5, results/{experiment}/{variant}/gradients.json and gate.txt
Writes: results/{experiment}/{variant}/record.json, costs.csv, model.h5, replicates.h5 and replicates.csv
"""


rule train:
    """Train one variant from its own seed and those of its replicates."""
    input:
        data=data_of,
        gradients="results/{experiment}/{variant}/gradients.json",
        gate="results/{experiment}/{variant}/gate.txt",
    output:
        "results/{experiment}/{variant}/record.json",
        "results/{experiment}/{variant}/costs.csv",
        "results/{experiment}/{variant}/model.h5",
        "results/{experiment}/{variant}/replicates.h5",
        "results/{experiment}/{variant}/replicates.csv",
    log:
        "results/logs/train/{experiment}.{variant}.log",
    benchmark:
        "results/benchmarks/train/{experiment}.{variant}.tsv"
    conda:
        "../../environment.yml"
    threads: 1
    params:
        **code("train"),
        code=code_hash("train"),
        dataset=lambda w: STUDY["experiments"][w.experiment]["dataset"],
        settings=settings_of,
        replicates=lambda w: replicates_of(STUDY, w.experiment),
        root_seed=STUDY["root_seed"],
        redraw=lambda w: json.dumps(redrawn_data(STUDY, w.experiment)),
    shell:
        "python -m workflow.steps.train --experiment {wildcards.experiment} --variant {wildcards.variant}"
        " --dataset {params.dataset} --code {params.code} --settings {params.settings:q} --data {input.data} --gradients {input.gradients}"
        " --replicates {params.replicates} --root-seed {params.root_seed} --redraw {params.redraw:q}"
        " --output results/{wildcards.experiment}/{wildcards.variant} > {log} 2>&1"
