"""seedcheck: does a training trick help, or did one lucky random seed say so?"""


include: "workflow/rules/common.smk"
include: "workflow/rules/data.smk"
include: "workflow/rules/gates.smk"
include: "workflow/rules/training.smk"
include: "workflow/rules/decisions.smk"
include: "workflow/rules/figures.smk"
include: "workflow/rules/results.smk"


rule all:
    """Build every result of the study."""
    default_target: True
    input:
        expand("data/{dataset}.h5", dataset=STUDY.datasets),
        plan.gate_files(STUDY),
        RUNS,
        plan.sweep_files(STUDY),
        plan.check_files(STUDY),
        "results/comparison/decisions.json",
        plan.table_files(),
        plan.figure_files(STUDY),
        "results/mlflow/runs.json",
        "results/report.html",


include: "workflow/rules/crate.smk"
