"""Training by a command, in the place of `nn`: a job for each chunk of a variant's seeds, each a run of the command.

Reads: data/{dataset}.h5 if the experiment has one, and the files of the program, whose hashes are settings of the jobs
Writes: results/{experiment}/{variant}/record.json, costs.csv, replicates.h5, replicates.csv and configured.h5
"""

for EXPERIMENT in plan.commanded(STUDY):

    rule:
        """Train the variants of one experiment by its command, a chunk of their seeds in each job."""
        name:
            f"train_{EXPERIMENT}"
        input:
            plan.data_files(STUDY, EXPERIMENT),
        output:
            "results/{experiment}/{variant}/chunks/{chunk}.h5",
        log:
            "results/logs/train/{experiment}.{variant}.{chunk}.log",
        benchmark:
            "results/benchmarks/train/{experiment}.{variant}.{chunk}.tsv"
        wildcard_constraints:
            experiment=EXPERIMENT,
        conda:
            "../../environment.yml"
        resources:
            mem_mb=1000,
            runtime=240,
        params:
            **code("train_by_command"),
            job=job(commanding.train_by_command, "experiment", "variant", "chunk"),
        shell:
            "python -m seedcheck.steps.train_by_command {output} <<< {params.job:q} > {log} 2>&1"


rule gather_command:
    """Join the chunks of a variant's seeds that a command has trained."""
    input:
        lambda w: plan.chunk_files(STUDY, w.experiment, w.variant),
    output:
        "results/{experiment}/{variant}/record.json",
        "results/{experiment}/{variant}/costs.csv",
        "results/{experiment}/{variant}/replicates.h5",
        "results/{experiment}/{variant}/replicates.csv",
        "results/{experiment}/{variant}/configured.h5",
    log:
        "results/logs/gather/{experiment}.{variant}.log",
    wildcard_constraints:
        experiment=either(plan.commanded(STUDY)),
    localrule: True
    conda:
        "../../environment.yml"
    resources:
        mem_mb=500,
        runtime=10,
    params:
        **code("gather_command"),
        job=job(commanding.gather_command, "experiment", "variant"),
    shell:
        "python -m seedcheck.steps.gather_command results/{wildcards.experiment}/{wildcards.variant} {input}"
        " <<< {params.job:q} > {log} 2>&1"
