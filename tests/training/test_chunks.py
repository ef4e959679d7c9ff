"""Seeds trained in chunks leave the very files that one job leaves, and a chunk knows nothing of the others."""

from itertools import accumulate
from pathlib import Path
from typing import Any

import pytest

from nn.settings import DEFAULTS
from seedcheck.data import datasets
from seedcheck.data.datasets import Dataset
from seedcheck.data.make import generated
from seedcheck.data.preparation import prepare
from seedcheck.errors import InputError
from seedcheck.files import read_json
from seedcheck.steps.gather import gather
from seedcheck.steps.gather_sweep import GatherSweepJob, gather_sweep
from seedcheck.steps.more import MoreJob, more
from seedcheck.steps.sweep import SweepJob, sweep
from seedcheck.steps.train import TrainJob, train
from seedcheck.study.paths import GATE, RUN_FILES, SWEPT_FILES, variant_folder
from seedcheck.training import certificates, chunk, joined
from tests.nn.cases import points
from tests.training.checks import GATE as CHECKS
from tests.training.test_replicates import CIRCLES

SETTINGS: dict[str, Any] = DEFAULTS | {"layers": [2, 5, 3, 1], "learning_rate": 0.1, "epochs": 40, "initializer": "he",
                                       "seed": 3, "record_every": 10}  # fmt: skip
OF_JOBS = {GATE, "certificate.json"}  # say which networks each job looked at
VARIANTS: dict[str, dict[str, Any]] = {
    "plain": {},
    "l2": {"l2_lambda": 0.7},
    "fresh masks": {"keep_prob": 0.8, "masks": "fresh"},
    "fixed masks": {"keep_prob": 0.8, "masks": "fixed", "mask_seed": 1},
    "equal": {"initializer": "zeros"},
    "some diverge": {"learning_rate": 1e155, "epochs": 30, "record_every": 1},
    "all diverge": {"learning_rate": 1e9, "l2_lambda": 1.0},
    "tuned": {
        "validation_fraction": 0.3,
        "l2_lambda": 1.0,
        "candidates": [{"learning_rate": rate} for rate in (0.01, 0.3, 1e9)],
    },
}


def trained(folder: Path, sizes: list[int], data: Dataset, **given: Any) -> dict[str, bytes]:
    """Train chunks of so many replicates each, join them, and return what a variant's files hold."""
    folder.mkdir(parents=True)
    datasets.write(folder / "data.h5", data)
    changes = {"redraw": given.pop("redraw", None), "candidates": given.pop("candidates", ()), "root_seed": 5}
    job = TrainJob("e", "v", "circles", SETTINGS | given, CHECKS, replicates=sum(sizes), **changes)
    chunks = [folder / "chunks" / f"{number}.h5" for number in range(len(sizes))]
    first = 0
    for path, size in zip(chunks, sizes, strict=True):
        whole = [folder / file for file in RUN_FILES] if len(sizes) == 1 else []
        own = TrainJob(**vars(job) | {"replicates": size, "first": first})
        train(folder / "data.h5", [path, *whole], own)
        first += size
    if len(sizes) > 1:
        facts = {name: value for name, value in vars(job).items() if name not in {"gate", "first", "code", "software"}}
        gather(folder, chunks, joined.Run(**facts))
    return {file: (folder / file).read_bytes() for file in RUN_FILES}


DATA: dict[str, Any] = {"same data": None, "redrawn": CIRCLES, "bootstrap": {"bootstrap": True}}
QUICK = {("plain", "same data"), ("fresh masks", "redrawn"), ("some diverge", "redrawn"), ("tuned", "same data")}
CASES = [pytest.param(variant, data, marks=() if (variant, data) in QUICK else pytest.mark.slow)
         for variant in VARIANTS for data in DATA]  # fmt: skip


@pytest.mark.parametrize(("variant", "drawn"), CASES)
def test_chunks_leave_the_files_of_one_job(tmp_path: Path, variant: str, drawn: str) -> None:
    """Byte for byte, whatever is trained, on the same data or on redrawn ones, also with a last chunk of one seed."""
    data, given = generated(CIRCLES), {"redraw": DATA[drawn], **VARIANTS[variant]}
    whole = trained(tmp_path / "whole", [7], data, **given)
    parts = trained(tmp_path / "parts", [3, 3, 1], data, **given)
    assert [file for file in RUN_FILES if parts[file] != whole[file] and file not in OF_JOBS] == []
    tried = len(given.get("candidates", ())) or 1
    assert read_json(tmp_path / "parts" / "certificate.json")["networks"] == 8 * tried


@pytest.mark.parametrize("masks", [{}, {"keep_prob": 0.8, "l2_lambda": 0.7}], ids=["plain", "fresh masks and L2"])
def test_chunks_in_the_span_of_the_examples_are_those_of_one_job(tmp_path: Path, masks: dict[str, Any]) -> None:
    """Also where inputs have more features than examples, as images have."""
    X, Y = points(20, 40)
    settings = {"seed": 0, "divide_by": 1, "standardize": False, "labels": ["0", "1"]}
    data = prepare((X.T, Y[0]), (X.T, Y[0]), settings, {})
    given = {"layers": [40, 5, 3, 1], **masks}
    whole = trained(tmp_path / "whole", [5], data, **given)
    parts = trained(tmp_path / "parts", [2, 2, 1], data, **given)
    assert [file for file in RUN_FILES if parts[file] != whole[file] and file not in OF_JOBS] == []


def test_a_chunk_does_not_depend_on_how_many_follow(tmp_path: Path) -> None:
    """Its file has the same bytes; its certificate names its networks by their numbers among all."""
    for sizes in ([3, 3, 1], [3, 3, 3, 2]):
        trained(tmp_path / str(len(sizes)), sizes, generated(CIRCLES))
    few, many = (tmp_path / name / "chunks" for name in "34")
    assert (few / "0.h5").read_bytes() == (many / "0.h5").read_bytes()
    assert (few / "1.h5").read_bytes() == (many / "1.h5").read_bytes()
    with chunk.opened([many / "3.h5"]) as ((notes,), _):
        assert set(notes["certificate"]["looked_at"]) <= {10, 11}
        assert set(notes["gradients"]["training"]["looked_at"]) <= {10, 11}


def test_seeds_on_demand_have_the_gate_of_a_chunk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A wrong step stops them, the report says of which seeds, and is gone when they were trained."""
    monkeypatch.chdir(tmp_path)
    variants = {"v": SETTINGS | {"epochs": 10}, "w": SETTINGS | {"epochs": 10, "l2_lambda": 0.7}}
    for name, settings in variants.items():
        trained(variant_folder("e", name), [2], generated(CIRCLES), **settings)
    data, refused = variant_folder("e", "v") / "data.h5", variant_folder("e", "w") / "refused.json"
    job = MoreJob("e", "circles", variants, "v", 2, CHECKS, replicates=2, budget=4, root_seed=5, redraw=None)
    with monkeypatch.context() as wrong:
        wrong.setattr("nn.parameters.weight_mask", lambda layers: 2.0)
        with pytest.raises(InputError, match="GRADIENT CHECK FAILED"):
            more(data, tmp_path / "more.json", tmp_path / "more.txt", job)
    assert read_json(refused)["first"] == 2
    more(data, tmp_path / "more.json", tmp_path / "more.txt", job)
    assert [look["seeds"] for look in read_json(tmp_path / "more.json")["looks"]] == [2, 4]
    assert not refused.exists()


def swept(folder: Path, sizes: list[int], grid: dict[str, list[Any]]) -> dict[str, bytes]:
    """Train chunks of so many seeds of a sweep, join them, and return what a sweep's files hold."""
    folder.mkdir()
    datasets.write(folder / "data.h5", generated(CIRCLES))
    chunks = [folder / "chunks" / f"{number}.h5" for number in range(len(sizes))]
    whole = [folder / file for file in SWEPT_FILES] if len(sizes) == 1 else []
    for path, size, end in zip(chunks, sizes, accumulate(sizes), strict=True):
        sweep(folder / "data.h5", [path, *whole], SweepJob(SETTINGS, grid, CHECKS, size, 5, end - size))
    if len(sizes) > 1:
        gather_sweep(folder, chunks, GatherSweepJob(sum(sizes)))
    return {file: (folder / file).read_bytes() for file in SWEPT_FILES}


GRIDS: dict[str, dict[str, list[Any]]] = {
    "L2 and fresh masks": {"l2_lambda": [0, 0.7], "keep_prob": [1, 0.8]},
    "starts, of which one is equal": {"initializer": ["he", "zeros"], "learning_rate": [0.1, 1e155]},
    "shapes": {"layers": [[2, 3, 1], [2, 4, 3, 1]]},
}


@pytest.mark.parametrize("grid", GRIDS)
def test_chunks_of_a_sweep_leave_the_files_of_one_job(tmp_path: Path, grid: str) -> None:
    """Byte for byte all replicates of all cells; certificates count the networks of all jobs, cell by cell."""
    whole = swept(tmp_path / "whole", [5], GRIDS[grid])
    parts = swept(tmp_path / "parts", [2, 2, 1], GRIDS[grid])
    assert parts["replicates.h5"] == whole["replicates.h5"]
    of_one = read_json(tmp_path / "whole" / "certificate.json")["trainings"]
    of_all = read_json(tmp_path / "parts" / "certificate.json")["trainings"]
    assert [each["networks"] for each in of_all] == [each["networks"] for each in of_one]
    for each in of_all:
        assert {number % 5 // 2 for number in each["looked_at"]} == {0, 1, 2}  # jobs
        assert max(each["looked_at"]) < each["networks"]


def test_joined_certificates_hold_all_that_was_compared() -> None:
    """Sums, the largest difference with its network, and all networks that were looked at."""
    one = {
        "passed": True,
        "failures": [],
        "threshold": 1e-9,
        "networks": 3,
        "looked_at": [1],
        "updates": [5, 9],
        "kinks": 2,
        "compared": {"cost": {"compared": 4, "off": 0, "difference": 3e-16, "network": 1, "epoch": 5}},
    }
    other = {**one, "looked_at": [0], "kinks": 1, "updates": [5, 7], "compared": {
        "cost": {"compared": 6, "off": 0, "difference": 4e-16, "network": 0, "epoch": 7},
        "start": {"compared": 1, "off": 0, "difference": 0.0, "network": 0, "epoch": 0}}}  # fmt: skip
    found = certificates.joined([one, certificates.renumbered(other, lambda network: 3 + network)])
    assert (found["networks"], found["looked_at"], found["updates"], found["kinks"]) == (6, [1, 3], [5, 7, 9], 3)
    assert found["compared"] == {
        "cost": {"compared": 10, "off": 0, "difference": 4e-16, "network": 3, "epoch": 7},
        "start": {"compared": 1, "off": 0, "difference": 0.0, "network": 3, "epoch": 0},
    }
    assert found["jobs"] == 2
    assert certificates.joined([one]) == one


def test_chunks_of_another_number_of_seeds_are_not_joined(tmp_path: Path) -> None:
    """The message says how many there are, and how many there should be."""
    trained(tmp_path / "run", [2, 2], generated(CIRCLES))
    run = joined.Run("e", "v", "circles", SETTINGS, replicates=5)
    with pytest.raises(InputError, match="chunks hold 4 seeds instead of 5"):
        gather(tmp_path / "run", [tmp_path / "run" / "chunks" / f"{number}.h5" for number in (0, 1)], run)


def test_chunks_that_different_machines_trained_are_said_to_be() -> None:
    """The record names both where they differ, and one where they agree."""
    found = joined.made_from([{"code": "a", "blas": {"kernel": kernel, "threads": 1}} for kernel in ("Haswell", "Zen")])
    assert found == {"code": "a", "blas": {"kernel": "Haswell, Zen", "threads": 1}}
