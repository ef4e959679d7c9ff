"""Everything that the study has left on disk, read by the path grammar results/{experiment}/{variant}/{file}."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from seedcheck.files import read_json, reading
from seedcheck.study.paths import COMMAND_FILES, GATE, REFUSED, RUN_FILES, variant_folder
from seedcheck.training import predictions, regions, replicates
from seedcheck.training.command import rights
from seedcheck.training.command.rights import Rights
from seedcheck.training.predictions import Predictions
from seedcheck.training.records import read_costs
from seedcheck.training.regions import Regions
from seedcheck.training.replicates import Replicates

Layout = Mapping[str, Mapping[str, Any]]


@dataclass(frozen=True)
class Result:
    """One variant's results, as far as they are there.

    Attributes
    ----------
    gradients : the report of its gate, None if it was not checked, as what a command trains is not
    record : its record, None if it was not trained, since its gate stopped it or for another reason
    """

    experiment: str
    variant: str
    dataset: str
    gradients: dict[str, Any] | None
    record: dict[str, Any] | None

    @property
    def folder(self) -> Path:
        """Where its files are."""
        return variant_folder(self.experiment, self.variant)

    @property
    def command(self) -> str:
        """The command that trained it, empty if it is a network of ``nn`` or was not trained."""
        return str((self.record or {}).get("command", ""))

    @property
    def files(self) -> tuple[str, ...]:
        """The names of what its training leaves."""
        return COMMAND_FILES if self.command else RUN_FILES

    @property
    def status(self) -> str:
        """What became of it, in words."""
        if self.gradients and not self.gradients["passed"]:
            return "stopped by its gate"
        if not self.record:
            return "not run"
        return "finished" if self.record["diverged_at_epoch"] is None else "diverged"

    @property
    def stand_in(self) -> str:
        """Why its data are a stand-in, empty if they are the real ones."""
        return self.record["data"]["stand_in"] if self.record else ""

    def costs(self) -> dict[int, float]:
        """Return the cost history, empty if it was not trained; it has to end with the record's last cost."""
        if not self.record:
            return {}
        path, last = self.folder / "costs.csv", self.record["metrics"].get("final_cost")
        costs = read_costs(path)
        with reading(path):
            if last is not None and (not costs or costs[max(costs)] != last):
                raise ValueError(f"it does not end with the cost {last} of record.json")
        return costs

    def certificate(self) -> dict[str, Any]:
        """Return what was compared while it trained, empty if it was not trained."""
        return (_read(self.folder / "certificate.json") if self.record else None) or {}

    @property
    def jobs(self) -> int:
        """How many jobs trained it."""
        return int(self.certificate().get("jobs", 1))

    def replicates(self) -> Replicates:
        """Return what its replicates came to."""
        return replicates.read(self.folder / "replicates.h5")

    def regions(self) -> Regions:
        """Return where some of its replicates predict which class."""
        return regions.read(self.folder / "regions.h5")

    def predictions(self) -> Predictions:
        """Return what its networks say of every point."""
        return predictions.read(self.folder / "predictions.h5")

    def rights(self) -> Predictions | Rights:
        """Return which points its configured seed is right on; networks say more than that."""
        return rights.read(self.folder / "configured.h5") if self.command else self.predictions()


def collect(layout: Layout) -> list[Result]:
    """Read the results of all variants; what is missing is None."""
    results = []
    for experiment, own in layout.items():
        for variant in own["variants"]:
            folder = variant_folder(experiment, variant)
            gradients = _read(folder / GATE, "passed")
            record = _read(folder / "record.json", "metrics", "diverged_at_epoch")
            if record and not passed(gradients) and "command" not in record:
                record = None
            if not record:
                gradients = _read(folder / REFUSED, "passed") or gradients
            results.append(Result(experiment, variant, own["dataset"], gradients, record))
    return results


def passed(gradients: Mapping[str, Any] | None) -> bool:
    """Return whether the report of a gate lets its variant pass."""
    return bool(gradients and gradients["passed"])


def _read(path: Path, *keys: str) -> dict[str, Any] | None:
    return read_json(path, *keys) if path.is_file() else None
