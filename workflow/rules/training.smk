"""Training: one job per experiment and variant, behind its gate.

Reads: data/{dataset}.h5, results/{experiment}/{variant}/gradients.json and gate.txt
Writes: results/{experiment}/{variant}/record.json, costs.csv and model.h5
"""


rule train:
    """Train one variant."""
    input:
        data=data_of,
        gradients="results/{experiment}/{variant}/gradients.json",
        gate="results/{experiment}/{variant}/gate.txt",
    output:
        record="results/{experiment}/{variant}/record.json",
        costs="results/{experiment}/{variant}/costs.csv",
        model="results/{experiment}/{variant}/model.h5",
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
    shell:
        "python -m workflow.steps.train --experiment {wildcards.experiment} --variant {wildcards.variant}"
        " --dataset {params.dataset} --code {params.code} --settings {params.settings:q} --data {input.data} --gradients {input.gradients}"
        " --record {output.record} --costs {output.costs} --model {output.model} > {log} 2>&1"
