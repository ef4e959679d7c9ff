"""seedcheck: does a training trick help, or did one lucky random seed say so?"""


include: "workflow/rules/common.smk"
include: "workflow/rules/data.smk"
include: "workflow/rules/gates.smk"
include: "workflow/rules/training.smk"
include: "workflow/rules/commands.smk"
include: "workflow/rules/decisions.smk"
include: "workflow/rules/figures.smk"
include: "workflow/rules/results.smk"


rule all:
    """Build every result of the study."""
    default_target: True
    input:
        plan.deliverables(STUDY),
    localrule: True


include: "workflow/rules/crate.smk"
