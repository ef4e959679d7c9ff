"""What is measured and promised: each case is a workload, the peers that train it, and targets."""

from dataclasses import dataclass, field, replace

from benchmarks.workloads import B_ADAM, B_BATCHES, A, B, C, D, E, Workload

ENSEMBLES = ("ours", "notebook_style", "jax_scan")
WITH_DROPOUT = (*ENSEMBLES, "textbook", "torch_eager")
WITHOUT = (*ENSEMBLES, "without_masks")
ALL = (*WITH_DROPOUT, "sklearn_mlp")
WITH_STEPS = ("ours", "torch_eager", "sklearn_mlp", "jax_scan")  # which have optimizers and minibatches
OF_ADAM = {"torch_eager": 5.0, "gradient_descent": 1.3}
TOGETHER = ("ours", "jax_scan")  # of them, those that have ensembles


@dataclass(frozen=True)
class Case:
    """One line of the results."""

    group: str  # the table it belongs to: "single", "ensemble", "process", "growth" or "check"
    name: str  # unique
    workload: Workload
    peers: tuple[str, ...] = ENSEMBLES  # modules of benchmarks.peers, ours first
    targets: dict[str, float] = field(default_factory=dict)  # what is promised, by peer; see benchmarks.judge
    whole: tuple[str, ...] = ()  # peers whose repeat is the whole training; otherwise it lasts rounds.SECONDS
    repeats: int = 3  # per peer


def all_cases() -> list[Case]:
    """Return everything that is measured."""
    fixed, fresh = (replace(B, keep_prob=0.86, masks=masks, mask_seed=1) for masks in ("fixed", "fresh"))
    of_32, level = {"notebook_style": 9.0, "jax_scan": 1.3}, {"jax_scan": 1.0}
    return [
        Case("single", "A", A, ALL, {"notebook_style": 4.5, "textbook": 2.5, "jax_scan": 0.65}, repeats=9),
        Case("single", "B", B, ALL, {"notebook_style": 4.5, "textbook": 2.5, "jax_scan": 0.65}, repeats=9),
        Case("single", "B L2", replace(B, l2_lambda=0.7), ALL, {"notebook_style": 5}, repeats=9),
        Case("single", "B fixed masks", fixed, WITH_DROPOUT, {"notebook_style": 6.5}, repeats=9),
        Case("single", "B fresh masks", fresh, WITH_DROPOUT, {"notebook_style": 5, "jax_scan": 1.1}, repeats=9),
        Case("single", "B Adam", B_ADAM, (*WITH_STEPS, "gradient_descent"), OF_ADAM, repeats=9),
        Case("single", "B batches of 64", B_BATCHES, WITH_STEPS, {"torch_eager": 5}, repeats=9),
        Case("single", "C", C, ALL, {"notebook_style": 60}, whole=("ours",), repeats=7),
        Case("single", "D batches of 64", D, WITH_STEPS, {"torch_eager": 5}, repeats=7),
        Case("single", "E", E, (*ALL, "blas_peak"), {"blas_peak": 0.9, "torch_eager": 1, "jax_scan": 1}, repeats=7),
        Case("ensemble", "A x 1", replace(A, networks=1), repeats=7),
        Case("ensemble", "A x 32", replace(A, networks=32), ENSEMBLES, of_32, repeats=7),
        Case("ensemble", "B x 1", replace(B, networks=1), repeats=7),
        Case("ensemble", "B x 8", replace(B, networks=8), repeats=7),
        Case("ensemble", "B x 32", replace(B, networks=32), ENSEMBLES, of_32, repeats=7),
        Case("ensemble", "B fresh masks x 32", replace(fresh, networks=32), WITHOUT, {"without_masks": 1.4}, repeats=7),
        Case("ensemble", "B Adam x 32", replace(B_ADAM, networks=32), TOGETHER, level, repeats=7),
        Case("ensemble", "B batches of 64 x 32", replace(B_BATCHES, networks=32), TOGETHER, level, repeats=7),
        Case("ensemble", "D batches of 64 x 32", replace(D, networks=32, epochs=20), TOGETHER, level, TOGETHER),
        Case("ensemble", "B x 256", replace(B, networks=256), repeats=7),
        Case("process", "B, 1000 epochs", replace(B, epochs=1000)),
        Case("process", "B, 30000 epochs", B, targets={"jax_scan": 2.5}),
        *(Case("growth", f"epochs {n}", replace(B, epochs=n), whole=ENSEMBLES) for n in (100, 300, 1000, 3000)),
        *(Case("growth", f"width {n}", replace(B, layers=(2, n, 3, 1))) for n in (5, 20, 80, 320)),
        *(Case("growth", f"examples {n}", replace(B, examples=n)) for n in (50, 200, 800, 3200)),
        *(Case("growth", f"networks {n}", replace(B, networks=n)) for n in (1, 4, 16, 64)),
        Case("check", "C, all parameters", C, ("complex_step",), {"complex_step": 15}, repeats=1),
    ]
