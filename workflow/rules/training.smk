"""Training: a job for each chunk of the seeds of a variant or sweep, behind its gate, and what joins the chunks.

Reads: data/{dataset}.h5
Writes: results/{experiment}/{variant}/ and results/sweeps/{sweep}/: chunks/{chunk}.h5, and what seedcheck/study/paths.py
    lists as RUN_FILES and SWEPT_FILES; refused.json in the place of all these where a gate stops the training; and, on
    demand, results/{experiment}/more.json and more.txt
"""

# Jobs without `localrule: True`, which are these, are sent to a cluster if there is one (docs/cluster.md). Everywhere
# mem_mb is some twice the peak that was measured on the default study; a job that is sent has two Snakemakes around it,
# of 210 MB each.

RUN_FILES = expand("results/{{experiment}}/{{variant}}/{file}", file=paths.RUN_FILES)
SWEPT_FILES = expand("results/sweeps/{{sweep}}/{file}", file=paths.SWEPT_FILES)

# Who trains the only chunk joins it at once, which saves the start of another process; CHUNK is then 0, else a wildcard.
# Nothing else differs, so who adds seeds to a single chunk does not train it again.
for EXPERIMENT in trainers.networks(STUDY):
    CHUNK = plan.chunk(STUDY.experiments[EXPERIMENT], apart=BUCKET.is_used)

    rule:
        """Check and train the variants of one experiment, a chunk of their seeds in each job."""
        name:
            f"train_{EXPERIMENT}"
        input:
            lambda w: BUCKET.stored(plan.data_file(STUDY, w.experiment)),
        output:
            BUCKET.stored(f"results/{{experiment}}/{{variant}}/chunks/{CHUNK}.h5"),
            RUN_FILES if CHUNK == plan.ONE_CHUNK else [],
        log:
            BUCKET.stored(f"results/logs/train/{{experiment}}.{{variant}}.{CHUNK}.log"),
        benchmark:
            BUCKET.stored(
                f"results/benchmarks/train/{{experiment}}.{{variant}}.{CHUNK}.tsv"
            )
        wildcard_constraints:
            experiment=EXPERIMENT,
        priority: plan.epochs(STUDY, EXPERIMENT)  # a long training that starts last leaves a core idle: 10 % of the time
        conda:
            "../../environment.yml"
        resources:
            mem_mb=1000,
            runtime=60,
        params:
            **code("train"),
            job=job(jobs.train, "experiment", "variant", "chunk"),
        shell:
            "python -m seedcheck.steps.train {input} {output} <<< {params.job:q} > {log} 2>&1"


rule gather:
    """Join the chunks of a variant's seeds."""
    input:
        lambda w: BUCKET.all_stored(
            plan.chunk_files(
                STUDY.experiments[w.experiment],
                paths.variant_folder(w.experiment, w.variant),
            )
        ),
    output:
        RUN_FILES,
    log:
        "results/logs/gather/{experiment}.{variant}.log",
    wildcard_constraints:
        experiment=either(
            {*plan.chunked(STUDY.experiments, apart=BUCKET.is_used)}
            & {*trainers.networks(STUDY)}
        ),
    localrule: True
    conda:
        "../../environment.yml"
    resources:
        mem_mb=500,
        runtime=10,
    params:
        **code("gather"),
        job=job(jobs.gather, "experiment", "variant"),
    shell:
        "python -m seedcheck.steps.gather results/{wildcards.experiment}/{wildcards.variant} {input}"
        " <<< {params.job:q} > {log} 2>&1"


for SWEEP in trainers.network_sweeps(STUDY):
    CHUNK = plan.chunk(STUDY.sweeps[SWEEP], apart=BUCKET.is_used)

    rule:
        """Check and train all cells of one sweep, a chunk of their seeds in each job."""
        name:
            f"sweep_{SWEEP}"
        input:
            lambda w: BUCKET.stored(
                plan.data_file(STUDY, STUDY.sweeps[w.sweep].experiment)
            ),
        output:
            BUCKET.stored(f"results/sweeps/{{sweep}}/chunks/{CHUNK}.h5"),
            SWEPT_FILES if CHUNK == plan.ONE_CHUNK else [],
        log:
            BUCKET.stored(f"results/logs/train/sweeps.{{sweep}}.{CHUNK}.log"),
        benchmark:
            BUCKET.stored(f"results/benchmarks/train/sweeps.{{sweep}}.{CHUNK}.tsv")
        wildcard_constraints:
            sweep=SWEEP,
        priority: plan.epochs_of_sweep(STUDY, SWEEP)
        conda:
            "../../environment.yml"
        resources:
            mem_mb=1000,
            runtime=120,
        params:
            **code("sweep"),
            job=job(jobs.sweep, "sweep", "chunk"),
        shell:
            "python -m seedcheck.steps.sweep {input} {output} <<< {params.job:q} > {log} 2>&1"


rule gather_sweep:
    """Join the chunks of a sweep's seeds."""
    input:
        lambda w: BUCKET.all_stored(
            plan.chunk_files(STUDY.sweeps[w.sweep], paths.sweep_folder(w.sweep))
        ),
    output:
        SWEPT_FILES,
    log:
        "results/logs/gather/sweeps.{sweep}.log",
    wildcard_constraints:
        sweep=either(
            {*plan.chunked(STUDY.sweeps, apart=BUCKET.is_used)}
            & {*trainers.network_sweeps(STUDY)}
        ),
    localrule: True
    conda:
        "../../environment.yml"
    resources:
        mem_mb=500,
        runtime=10,
    params:
        **code("gather_sweep"),
        job=job(jobs.gather_sweep, "sweep"),
    shell:
        "python -m seedcheck.steps.gather_sweep results/sweeps/{wildcards.sweep} {input} <<< {params.job:q} > {log} 2>&1"


rule add_seeds:
    """Add seeds to one experiment until its comparisons are decided or its budget is reached."""
    input:
        data=lambda w: plan.data_file(STUDY, w.experiment),
        runs=lambda w: plan.run_files(STUDY, [w.experiment]),
    output:
        json="results/{experiment}/more.json",
        text="results/{experiment}/more.txt",
    log:
        "results/logs/more/{experiment}.log",
    localrule: BUCKET.is_used
    conda:
        "../../environment.yml"
    resources:
        mem_mb=1000,
        runtime=240,
    params:
        **code("more"),
        job=job(jobs.more, "experiment"),
    shell:
        "python -m seedcheck.steps.more {input.data} {output.json} {output.text} <<< {params.job:q} > {log} 2>&1"


rule more:
    """Add seeds to all experiments until decided (not part of `all`): snakemake --cores 4 more."""
    input:
        expand("results/{experiment}/more.txt", experiment=plan.extensible(STUDY)),
    log:
        "results/logs/more.log",
    localrule: True
    conda:
        "../../environment.yml"
    shell:
        "cat {input} /dev/null " + ("> {log}" if SCREEN else "| tee {log}")
