"""Training: a job for each chunk of a variant's seeds, and one per sweep with all its cells, each behind its gate.

Reads: data/{dataset}.h5
Writes: results/{experiment}/{variant}/record.json, gradients.json, certificate.json, costs.csv, learning_curve.csv, model.h5,
    replicates.h5, replicates.csv, regions.h5 and predictions.h5, results/sweeps/{sweep}/replicates.h5, gradients.json and
    certificate.json, refused.json in the place of all these where a gate stops the training, and, on demand,
    results/{experiment}/more.json and more.txt
"""

# Jobs without `localrule: True`, which are these, are sent to a cluster if there is one (docs/cluster.md). Everywhere
# mem_mb is some twice the peak that was measured on the default study; a job that is sent has two Snakemakes around it,
# of 210 MB each.

# The two rules have one command and one kind of settings: who adds seeds to a single chunk does not train it again.
for EXPERIMENT in plan.networks(STUDY):
    if plan.is_chunked(STUDY, EXPERIMENT):

        rule:
            """Check and train the variants of one experiment, a chunk of their seeds in each job."""
            name:
                f"train_{EXPERIMENT}"
            input:
                lambda w: plan.data_file(STUDY, w.experiment),
            output:
                "results/{experiment}/{variant}/chunks/{chunk}.h5",
            log:
                "results/logs/train/{experiment}.{variant}.{chunk}.log",
            benchmark:
                "results/benchmarks/train/{experiment}.{variant}.{chunk}.tsv"
            wildcard_constraints:
                experiment=EXPERIMENT,
            priority: plan.epochs(STUDY, EXPERIMENT)
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

    else:

        rule:
            """Check and train the variants of one experiment, each from its configured seed and those of its replicates."""
            name:
                f"train_{EXPERIMENT}"
            input:
                lambda w: plan.data_file(STUDY, w.experiment),
            output:
                "results/{experiment}/{variant}/chunks/0.h5",
                "results/{experiment}/{variant}/record.json",
                "results/{experiment}/{variant}/gradients.json",
                "results/{experiment}/{variant}/certificate.json",
                "results/{experiment}/{variant}/costs.csv",
                "results/{experiment}/{variant}/learning_curve.csv",
                "results/{experiment}/{variant}/model.h5",
                "results/{experiment}/{variant}/replicates.h5",
                "results/{experiment}/{variant}/replicates.csv",
                "results/{experiment}/{variant}/regions.h5",
                "results/{experiment}/{variant}/predictions.h5",
            log:
                "results/logs/train/{experiment}.{variant}.log",
            benchmark:
                "results/benchmarks/train/{experiment}.{variant}.0.tsv"
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
                job=job(jobs.train, "experiment", "variant"),
            shell:
                "python -m seedcheck.steps.train {input} {output} <<< {params.job:q} > {log} 2>&1"


rule gather:
    """Join the chunks of a variant's seeds."""
    input:
        lambda w: plan.chunk_files(STUDY, w.experiment, w.variant),
    output:
        "results/{experiment}/{variant}/record.json",
        "results/{experiment}/{variant}/gradients.json",
        "results/{experiment}/{variant}/certificate.json",
        "results/{experiment}/{variant}/costs.csv",
        "results/{experiment}/{variant}/learning_curve.csv",
        "results/{experiment}/{variant}/model.h5",
        "results/{experiment}/{variant}/replicates.h5",
        "results/{experiment}/{variant}/replicates.csv",
        "results/{experiment}/{variant}/regions.h5",
        "results/{experiment}/{variant}/predictions.h5",
    log:
        "results/logs/gather/{experiment}.{variant}.log",
    wildcard_constraints:
        experiment=either(
            name for name in plan.networks(STUDY) if plan.is_chunked(STUDY, name)
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


rule sweep:
    """Check and train all cells of a sweep, from the same seeds."""
    input:
        lambda w: plan.data_file(STUDY, STUDY.sweeps[w.sweep].experiment),
    output:
        "results/sweeps/{sweep}/replicates.h5",
        "results/sweeps/{sweep}/gradients.json",
        "results/sweeps/{sweep}/certificate.json",
    log:
        "results/logs/train/sweeps.{sweep}.log",
    benchmark:
        "results/benchmarks/sweeps/{sweep}.tsv"
    conda:
        "../../environment.yml"
    resources:
        mem_mb=1000,
        runtime=120,
    params:
        **code("sweep"),
        job=job(jobs.sweep, "sweep"),
    shell:
        "python -m seedcheck.steps.sweep {input} results/sweeps/{wildcards.sweep} <<< {params.job:q} > {log} 2>&1"
