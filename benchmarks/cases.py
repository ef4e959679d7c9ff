"""What is measured: each case is a workload, the peers that train it, and how long a repeat lasts."""

from dataclasses import dataclass, field, replace

from benchmarks.workloads import B_FIXED, B_FRESH, B_L2, A, B, C, E, Workload

ALL = ("ours", "notebook_style", "textbook", "torch_eager", "sklearn_mlp", "jax_scan")
WITH_DROPOUT = tuple(peer for peer in ALL if peer != "sklearn_mlp")
ENSEMBLES = ("ours", "notebook_style", "jax_scan")
WHOLE_EPOCHS = 30000  # of B, as in the experiment
C_EPOCHS = 2500  # of C, as in the course
QUICK = ("A", "B fresh masks", "C", "E", "B x 8", "examples 50", "B, 1000 epochs", "C, all parameters")


@dataclass(frozen=True)
class Case:
    """One line of the results.

    Attributes
    ----------
    group : the table it belongs to: "single", "ensemble", "growth", "process" or "check"
    name : its name, unique
    workload : what is trained
    peers : modules of ``benchmarks.peers``, ours first
    seconds : roughly how long one repeat lasts
    check_epochs : after these many epochs all peers must have the same cost
    epochs : fixed numbers of epochs of a repeat, by peer; otherwise as many as last ``seconds``
    repeats : repeats per peer
    """

    group: str
    name: str
    workload: Workload
    peers: tuple[str, ...]
    seconds: float = 0.1
    check_epochs: int = 200
    epochs: dict[str, int] = field(default_factory=dict)
    repeats: int = 9


def single_cases() -> list[Case]:
    """Return the trainings of one network."""
    return [
        Case("single", "A", A, ALL),
        Case("single", "B", B, ALL),
        Case("single", "B L2", B_L2, ALL),
        Case("single", "B fixed masks", B_FIXED, WITH_DROPOUT),
        Case("single", "B fresh masks", B_FRESH, WITH_DROPOUT),
        Case("single", "C", C, ALL, seconds=0.1, check_epochs=5, epochs={"ours": C_EPOCHS}, repeats=7),
        Case("single", "E", E, (*ALL, "blas_peak"), seconds=0.3, check_epochs=1, repeats=7),
    ]


def ensemble_cases() -> list[Case]:
    """Return the trainings of networks side by side: epochs enough for the time of allocation not to count."""
    sizes = [("A", A, 1), ("A", A, 32), ("B", B, 1), ("B", B, 8), ("B", B, 32), ("B", B, 256)]
    epochs = {size: dict.fromkeys(("ours", "jax_scan"), 50 + 6000 // size) for _, _, size in sizes}
    return [
        Case(
            "ensemble",
            f"{name} x {size}",
            replace(workload, networks=size),
            ENSEMBLES,
            0.2,
            10,
            epochs[size],
            repeats=7,
        )
        for name, workload, size in sizes
    ]


def growth_cases() -> list[Case]:
    """Return variations of B: epochs, width of the first hidden layer, examples, networks."""
    varied = {
        "epochs": [(n, B) for n in (100, 300, 1000, 3000)],
        "width": [(n, replace(B, layers=(2, n, 3, 1))) for n in (5, 20, 80, 320)],
        "examples": [(n, replace(B, examples=n)) for n in (50, 200, 800, 3200)],
        "networks": [(n, replace(B, networks=n)) for n in (1, 4, 16, 64)],
    }
    fixed = {("epochs", n): dict.fromkeys(ENSEMBLES, n) for n, _ in varied["epochs"]}
    return [
        Case("growth", f"{what} {n}", workload, ENSEMBLES, 0.08, 10, fixed.get((what, n), {}), repeats=3)
        for what, workloads in varied.items()
        for n, workload in workloads
    ]


def process_cases() -> list[Case]:
    """Return trainings timed from the start of Python to its end, imports and compilation included."""
    return [
        Case("process", f"B, {epochs} epochs", B, ENSEMBLES, epochs=dict.fromkeys(ENSEMBLES, epochs), repeats=repeats)
        for epochs, repeats in ((1000, 3), (WHOLE_EPOCHS, 3))
    ]


def check_cases() -> list[Case]:
    """Return the check of all gradients of C."""
    return [Case("check", "C, all parameters", C, ("complex_step",), repeats=1)]


def all_cases() -> list[Case]:
    """Return everything that is measured."""
    return single_cases() + ensemble_cases() + growth_cases() + process_cases() + check_cases()


def quick_cases() -> list[Case]:
    """Return a few short cases of every group, for a smoke run: their numbers mean little."""
    return [shortened(case) for case in all_cases() if case.name in QUICK]


def shortened(case: Case) -> Case:
    """Return a case of three epochs, with fewer inputs and examples where there are many."""
    workload = case.workload
    if workload.layers[0] > 100:
        workload = replace(workload, layers=(workload.layers[0] // 16, *workload.layers[1:]), examples=50)
    return replace(case, workload=workload, check_epochs=3, epochs=dict.fromkeys(case.peers, 3), repeats=2)
