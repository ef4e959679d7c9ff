"""How cost grows with seeds, variants, data sets and points: the tables of docs/scale.md, and docs/scale.svg.

    python -m benchmarks.growth

Small studies of growing size go through the whole pipeline, each in a folder of its own; then every later step is run
again by itself, to take its processor time and peak memory. Trainings in them are short, since nothing but training
depends on the epochs; an epoch is timed by itself, against the number of examples.
"""

import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from threadpoolctl import threadpool_limits

import nn
from benchmarks.growth_page import TRAINING, draw, machine, renew, tables
from benchmarks.workloads import B, Workload, data, initial_theta

COPIED = ("Snakefile", "nn", "seedcheck", "workflow", "config", "profiles", "environment.yml")
STEPS = ("decide", "figures", "tables", "track", "page")
BATCH = 256
NETWORKS = 32  # trained side by side, where points are few
ENOUGH = 0.3  # seconds that an epoch is repeated for


class Cost(NamedTuple):
    """What something took: seconds of processor time, and the largest resident memory in megabytes."""

    seconds: float
    megabytes: float


Curve = dict[int, dict[str, Cost]]  # by size and step


def study(seeds: int, variants: int, datasets: int) -> dict[str, Any]:
    """Return the configuration of a study of quick trainings, of ``variants`` on each of the data sets."""
    generated = {"generator": "circles", "train_examples": 200, "test_examples": 200, "noise": 0.1, "seed": 1}
    experiment = {"title": "E", "question": "Q?", "layers": [2, 5, 1], "learning_rate": 0.3, "epochs": 20,
                  "initializer": "scaled", "reference": "v0"}  # fmt: skip
    settings = {f"v{k}": {"l2_lambda": k / 10} for k in range(variants)}
    return {
        "replicates": seeds,
        "datasets": {f"d{k}": {**generated, "test_seed": 2 + k} for k in range(datasets)},
        "experiments": {f"e{k}": {**experiment, "dataset": f"d{k}", "variants": settings} for k in range(datasets)},
    }


SIZES: Mapping[str, tuple[Sequence[int], Callable[[int], dict[str, Any]]]] = {
    "seeds": ((10, 30, 100, 300, 1000), lambda n: study(n, 3, 1)),
    "variants": ((2, 3, 10, 30, 100), lambda n: study(10, n, 1)),
    "data sets": ((1, 2, 4, 8), lambda n: study(10, 3, n)),
}
POINTS = (100, 1_000, 10_000, 100_000, 1_000_000)


def main() -> None:
    """Measure, and write the tables and the figure."""
    print(machine(), flush=True)
    curves: dict[str, Curve] = {}
    for what, (sizes, config) in SIZES.items():
        curves[what] = {}
        for size in sizes:
            costs = curves[what][size] = measured(config(size))
            shown = ", ".join(f"{step} {cost.seconds:.2f} s" for step, cost in costs.items())
            print(f"{what} {size}: {shown}", flush=True)
    epochs = {points: epoch(points) for points in POINTS}
    batched = {points: epoch(points, BATCH) for points in POINTS if points > BATCH}
    for name, times in (("points", epochs), (f"points in batches of {BATCH}", batched)):
        print(name, {points: f"{1e6 * seconds:.4g} us" for points, seconds in times.items()}, flush=True)
    renew(Path("docs/scale.md"), tables(curves, epochs, batched))
    draw(curves, epochs, batched, Path("docs/scale.svg"))


def measured(config: Mapping[str, Any]) -> dict[str, Cost]:
    """Return what training took of a study with all that belongs to it ("train"), and each later step by itself."""
    with tempfile.TemporaryDirectory() as folder:
        for part in COPIED:
            (shutil.copytree if Path(part).is_dir() else shutil.copy)(part, Path(folder, part))
        Path(folder, "study.yaml").write_text(json.dumps(config), encoding="utf-8")
        whole = run(["bash", "-c", f"{snakemake()} --quiet all > /dev/null 2>&1"], folder)
        planned = subprocess.run(["bash", "-c", f"{snakemake()} -F -n -p"], cwd=folder, env=environment(), check=True,
                                 capture_output=True, text=True)  # fmt: skip
        found: dict[str, list[Cost]] = {step: [] for step in STEPS}
        for command in re.findall(r"(python -m seedcheck\.steps\..*)", planned.stdout):
            step = re.findall(r"steps\.(\w+)", command)[0]
            if step == "track":
                shutil.rmtree(Path(folder, "results/mlflow"))  # what is logged already is not logged again
            if step in found:
                found[step].append(run(["bash", "-c", command], folder))
    costs = {step: Cost(sum(c.seconds for c in some), max(c.megabytes for c in some)) for step, some in found.items()}
    rest = whole.seconds - sum(cost.seconds for cost in costs.values())
    return {TRAINING: Cost(rest, 0.0)} | costs


def snakemake() -> str:
    """Return the call of Snakemake on a study in its folder."""
    return f"{sys.executable} -EP -m snakemake --cores all --configfile study.yaml"


def environment() -> dict[str, str]:
    """Return the environment of jobs: this Python, one thread."""
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    found = {"PATH": path, "PYTHONPATH": "seedcheck/study/startup"}
    return os.environ | found | dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS"), "1")


def run(command: Sequence[str], folder: str) -> Cost:
    """Run a command, and return what it and its children took.

    Raises
    ------
    RuntimeError
        If it fails.
    """
    process = subprocess.Popen(command, cwd=folder, env=environment())
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise RuntimeError(f"{command[-1][:200]} ended with {process.returncode}")
    return Cost(used.ru_utime + used.ru_stime, used.ru_maxrss / 1024)


def epoch(points: int, batch_size: int = 0) -> float:
    """Return the seconds of an epoch of B on so many examples, per network: side by side, or one if they are many.

    ``batch_size`` is that of minibatches, 0 for all examples at once.
    """
    networks = NETWORKS if points <= 1000 else 1
    workload = Workload(B.layers, B.learning_rate, B.epochs, B.initializer, seed=1, examples=points, networks=networks)
    X, Y = data(workload)
    theta = initial_theta(workload)
    seconds, epochs = 0.0, 1
    while seconds < ENOUGH:
        epochs *= 2
        settings = nn.Settings(B.layers, B.learning_rate, epochs, B.initializer, batch_size=batch_size)
        start = time.process_time()
        with threadpool_limits(1, user_api="blas"):  # two would both be counted, and wait for each other
            nn.train(settings, theta, X, Y)
        seconds = time.process_time() - start
    return seconds / epochs / networks


if __name__ == "__main__":
    main()
