"""What is said where a gate stops a training, and what to do. Nothing is imported here: the screen reads it, too."""

WRONG, OUT_OF_SCALE = "GRADIENT CHECK FAILED", "OUT OF SCALE"  # what a message on a training that was not started says
SCALE_INPUTS = "scale the inputs with divide_by or standardize"
REMEDIES = ("scale the inputs", "start from smaller weights", "lower l2_lambda")  # of what is out of scale
MEND = (
    "What trains is not what the formulas in seedcheck/training/plain*.py say: undo or mend the last edit of nn/ "
    "(an edit that is meant has to be written there, too)"
)


def is_of_scale(failure: str) -> bool:
    """Return whether a gate's failure is one of scale, so that no code is to blame."""
    return any(remedy in failure for remedy in REMEDIES)


def is_refusal(message: str) -> bool:
    """Return whether an error is that of a gate."""
    return message.startswith((WRONG, OUT_OF_SCALE))
