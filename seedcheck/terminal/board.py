"""The jobs of a call, by stages, and how far each is."""

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from seedcheck.study.paths import CHUNKS
from seedcheck.training.progress import Progress, read

STAGES = ("data", "trainings", "checks", "decisions", "figures", "tracking", "page")
RULES = {
    "generate": "data", "read_files": "data", "fetch": "data", "send": "data",
    "gather": "trainings", "gather_sweep": "trainings", "gather_command": "trainings",
    "gather_command_sweep": "trainings", "add_seeds": "trainings", "gradient_checks": "checks",
    "decide": "decisions", "decide_sweep": "decisions", "tables": "decisions",
    "track": "tracking", "page": "page", "reproduced": "page", "crate": "page",
}  # fmt: skip
PREFIXES = {"train_": "trainings", "sweep_": "trainings", "figures_of_": "figures"}


def stage_of(rule: str) -> str:
    """Return the stage that a rule belongs to, empty for rules that only collect files."""
    found = [stage for prefix, stage in PREFIXES.items() if rule.startswith(prefix)]
    return RULES.get(rule) or (found[0] if found else "")


@dataclass
class Job:
    """A job, and how far it is.

    Attributes
    ----------
    rule, stage, file, log : its rule, the rule's stage, the first file that it makes, and its log
    amount : of a training: epochs times networks
    cost : of a training: how long one epoch of one network takes, compared with others
    is_needed : whether it is to be done in this call
    began, ended : seconds on a clock that only runs forward, None as long as it has not
    """

    rule: str
    stage: str
    file: str
    log: str = ""
    amount: int = 0
    cost: float = 0.0
    is_needed: bool = True
    state: Literal["waiting", "running", "done", "failed"] = "waiting"
    began: float | None = None
    ended: float | None = None
    progress: Progress | None = None

    @property
    def folder(self) -> str:
        """Where its files are."""
        return Path(self.file).parent.as_posix()

    @property
    def chunk(self) -> str:
        """The number of the chunk of seeds that it makes, empty if it makes none."""
        path = Path(self.file)
        return path.stem if path.parent.name == CHUNKS else ""

    @property
    def thing(self) -> str:
        """What it makes, in few words: several jobs may make one thing."""
        folder = self.folder.removeprefix("results/")
        return {"data": self.file, "page": "page"}.get(self.stage) or folder.removesuffix(f"/{CHUNKS}")

    def lasted(self, now: float) -> float:
        """Return for how many seconds it runs, or ran."""
        return 0.0 if self.began is None else (now if self.ended is None else self.ended) - self.began

    @property
    def share(self) -> float:
        """How much of it is done, from 0 to 1."""
        if self.state == "done":
            return 1.0
        return self.progress.done / self.progress.total if self.progress and self.progress.total else 0.0


@dataclass(frozen=True)
class StageRow:
    """A stage as it is shown: how many things are made, fail, were there already, and are to be made in all."""

    stage: str
    made: int
    failed: int
    reused: int
    total: int
    share: float
    is_running: bool

    @property
    def is_over(self) -> bool:
        """Whether nothing of it is left to be done."""
        return self.made + self.failed == self.total


@dataclass
class Board:
    """All jobs of a call by Snakemake's numbers of them."""

    jobs: dict[int, Job]
    clock: Callable[[], float] = time.monotonic
    started: float = field(init=False)

    def __post_init__(self) -> None:
        self.started = self.clock()

    def begin(self, number: int) -> None:
        """Note that a job has begun."""
        if job := self.jobs.get(number):
            job.state, job.began = "running", self.clock()

    def end(self, number: int, state: Literal["done", "failed"]) -> None:
        """Note that a job has ended."""
        if job := self.jobs.get(number):
            job.state, job.ended = state, self.clock()

    def finish(self) -> None:
        """Note that all went well, for --quiet, with which Snakemake does not say so of each job."""
        for job in self.jobs.values():
            job.state = "done" if job.is_needed else job.state

    def look(self) -> None:
        """Read how far the trainings are."""
        for job in self.trainings():
            job.progress = read(Path(job.file).with_suffix("") if job.chunk else job.folder) or job.progress

    def trainings(self) -> list[Job]:
        """Return the trainings that are going on."""
        return [job for job in self.jobs.values() if job.stage == "trainings" and job.state == "running"]

    def rows(self) -> Iterator[StageRow]:
        """Yield the stages that this call has anything to do with."""
        for stage in STAGES:
            jobs = [job for job in self.jobs.values() if job.stage == stage]
            if jobs:
                yield _row(stage, jobs)


def _row(stage: str, jobs: list[Job]) -> StageRow:
    needed = [job for job in jobs if job.is_needed]
    things: dict[str, set[str]] = {}
    for job in needed:
        things.setdefault(job.thing, set()).add(job.state)
    weights = [job.amount * job.cost or 1 for job in needed]
    done = sum(weight * job.share for weight, job in zip(weights, needed, strict=True))
    return StageRow(
        stage=stage,
        made=sum(states == {"done"} for states in things.values()),
        failed=sum("failed" in states for states in things.values()),
        reused=len({job.thing for job in jobs} - set(things)),
        total=len(things),
        share=done / sum(weights) if weights else 1.0,
        is_running=any(job.state == "running" for job in needed),
    )
