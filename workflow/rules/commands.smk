"""Training by a command, in the place of `nn`: a job for each chunk of a variant's seeds, each a run of the command.

Reads: data/{dataset}.h5 if the experiment has one, and the files of the program, whose hashes are settings of the jobs
Writes: results/{experiment}/{variant}/ and results/sweeps/{sweep}/: chunks/{chunk}.h5, and what seedcheck/study/paths.py
    lists as COMMAND_FILES and COMMAND_SWEPT_FILES
"""

for EXPERIMENT in trainers.commanded(STUDY):

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
        localrule: BUCKET.is_used
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
        lambda w: plan.chunk_files(
            STUDY.experiments[w.experiment],
            paths.variant_folder(w.experiment, w.variant),
        ),
    output:
        expand("results/{{experiment}}/{{variant}}/{file}", file=paths.COMMAND_FILES),
    log:
        "results/logs/gather/{experiment}.{variant}.log",
    wildcard_constraints:
        experiment=either(trainers.commanded(STUDY)),
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


for SWEEP in trainers.commanded_sweeps(STUDY):

    rule:
        """Train all cells of one sweep by a command, a chunk of their seeds in each job."""
        name:
            f"sweep_{SWEEP}"
        input:
            plan.data_files(STUDY, STUDY.sweeps[SWEEP].experiment),
        output:
            "results/sweeps/{sweep}/chunks/{chunk}.h5",
        log:
            "results/logs/train/sweeps.{sweep}.{chunk}.log",
        benchmark:
            "results/benchmarks/train/sweeps.{sweep}.{chunk}.tsv"
        wildcard_constraints:
            sweep=SWEEP,
        localrule: BUCKET.is_used
        conda:
            "../../environment.yml"
        resources:
            mem_mb=1000,
            runtime=240,
        params:
            **code("sweep_by_command"),
            job=job(commanding.sweep_by_command, "sweep", "chunk"),
        shell:
            "python -m seedcheck.steps.sweep_by_command {output} <<< {params.job:q} > {log} 2>&1"


rule gather_command_sweep:
    """Join the chunks of a sweep's seeds that a command has trained."""
    input:
        lambda w: plan.chunk_files(STUDY.sweeps[w.sweep], paths.sweep_folder(w.sweep)),
    output:
        expand("results/sweeps/{{sweep}}/{file}", file=paths.COMMAND_SWEPT_FILES),
    log:
        "results/logs/gather/sweeps.{sweep}.log",
    wildcard_constraints:
        sweep=either(trainers.commanded_sweeps(STUDY)),
    localrule: True
    conda:
        "../../environment.yml"
    resources:
        mem_mb=500,
        runtime=10,
    params:
        **code("gather_command_sweep"),
        job=job(jobs.gather_sweep, "sweep"),
    shell:
        "python -m seedcheck.steps.gather_command_sweep results/sweeps/{wildcards.sweep} {input}"
        " <<< {params.job:q} > {log} 2>&1"
