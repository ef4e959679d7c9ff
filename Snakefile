"""seedcheck: does a training trick help, or did one lucky random seed say so?"""


include: "workflow/rules/common.smk"
include: "workflow/rules/data.smk"
include: "workflow/rules/gates.smk"
include: "workflow/rules/training.smk"
include: "workflow/rules/figures.smk"
include: "workflow/rules/seeds.smk"
include: "workflow/rules/sweeps.smk"
include: "workflow/rules/results.smk"


rule all:
    """Build every result of the study."""
    default_target: True
    input:
        DATA,
        GATES,
        RUNS,
        FIGURES,
        CHECKS,
        SEED_FIGURES,
        SWEEPS,
        "results/comparison/verdicts.json",
        "results/comparison/verdicts.csv",
        "results/comparison/claims.csv",
        "results/comparison/replicates.csv",
        "results/comparison/runs.csv",
        "results/comparison/variants.csv",
        "results/comparison/published.csv",
        "results/mlflow/runs.json",
        "results/report.html",
