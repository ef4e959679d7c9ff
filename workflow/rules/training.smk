"""Training: one job per variant with all its replicates, behind its gate; experiments with many epochs start first.

Reads: data/{dataset}.h5, results/{experiment}/{variant}/gradients.json and gate.txt
Writes: results/{experiment}/{variant}/record.json, costs.csv, model.h5, replicates.h5 and replicates.csv
"""

for EXPERIMENT in STUDY["experiments"]:

    rule:
        """Train the variants of one experiment, each from its own seed and those of its replicates."""
        name:
            f"train_{EXPERIMENT}"
        input:
            data=f"data/{STUDY['experiments'][EXPERIMENT]['dataset']}.h5",
            gradients=f"results/{EXPERIMENT}/{{variant}}/gradients.json",
            gate=f"results/{EXPERIMENT}/{{variant}}/gate.txt",
        output:
            f"results/{EXPERIMENT}/{{variant}}/record.json",
            f"results/{EXPERIMENT}/{{variant}}/costs.csv",
            f"results/{EXPERIMENT}/{{variant}}/model.h5",
            f"results/{EXPERIMENT}/{{variant}}/replicates.h5",
            f"results/{EXPERIMENT}/{{variant}}/replicates.csv",
        log:
            f"results/logs/train/{EXPERIMENT}.{{variant}}.log",
        benchmark:
            f"results/benchmarks/train/{EXPERIMENT}.{{variant}}.tsv"
        priority: epochs_of(STUDY, EXPERIMENT)  # so that no long training is left alone at the end
        conda:
            "../../environment.yml"
        threads: TRAINING
        params:
            **code("train"),
            code=code_hash("train"),
            experiment=EXPERIMENT,
            dataset=STUDY["experiments"][EXPERIMENT]["dataset"],
            settings=lambda w, experiment=EXPERIMENT: json.dumps(
                settings(STUDY, experiment, w.variant)
            ),
            replicates=replicates_of(STUDY, EXPERIMENT),
            root_seed=STUDY["root_seed"],
            redraw=json.dumps(redrawn_data(STUDY, EXPERIMENT)),
        shell:
            "python -m seedcheck.steps.train --experiment {params.experiment} --variant {wildcards.variant}"
            " --dataset {params.dataset} --code {params.code} --settings {params.settings:q} --data {input.data}"
            " --gradients {input.gradients} --replicates {params.replicates} --root-seed {params.root_seed}"
            " --redraw {params.redraw:q} --output results/{params.experiment}/{wildcards.variant} > {log} 2>&1"
