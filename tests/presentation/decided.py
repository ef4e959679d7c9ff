"""Decisions as JSON files have them, for tests of words, tables, pages and figures."""

from typing import Any

SUMMARY = {"n": 20, "diverged": 0, "iqm": 0.926, "low": 0.85, "high": 0.93, "median": 0.925, "mean": 0.9, "sd": 0.1,
           "lowest": 0.5, "highest": 0.95}  # fmt: skip
FAILURES = {"failed": 1, "n": 20, "low": 0.0013, "high": 0.2487}
DIFFERENCE = {"n": 20, "m": 200, "left_out": 0, "typical": 0.012, "cut": 1, "low_seeds": 0.006, "high_seeds": 0.018,
              "low": 0.004, "high": 0.020, "informative": 40, "iqm": 0.011, "mean": 0.008, "median": 0.0125,
              "wins": 14, "losses": 5, "p_seeds": 0.01, "p_points": 0.02, "p_both": 0.03, "wilcoxon_p": 0.011,
              "p": 0.03}  # fmt: skip
ADVICE = {"seeds": 0.15, "points": 0.8, "rest": 0.05, "differ": {"seeds": None, "points": 913},
          "equal": {"seeds": None, "points": 1234}}  # fmt: skip


def found(verdict: str, reason: str = "", **changed: Any) -> dict[str, Any]:
    """Return the decision on a comparison; ``changed`` are numbers of the comparison."""
    return {
        "comparison": DIFFERENCE | changed,
        "equivalence": {"margin": 0.02, "low": -0.001, "high": 0.019},
        "adjusted_p": 0.19,
        "verdict": verdict,
        "reason": reason,
        "probability": {"value": 0.725, "low": 0.51, "high": 0.9},
        "advice": ADVICE if verdict == "undecided" else None,
    }


UNDECIDED = found("undecided", "luck of the test points")
FAILING = {"only_variant": 1, "only_reference": 8, "p": 0.039, "verdict": "fails less often"}


def compared(decision: dict[str, Any] = UNDECIDED, **more: Any) -> dict[str, Any]:
    """Return the row of a variant that was compared with its reference."""
    failing = {"only_variant": 1, "only_reference": 0, "p": 1.0, "verdict": "undecided"}
    return {"summary": SUMMARY, "failures": FAILURES} | decision | {"failing": failing} | more
