"""How much there is to do, and how long it will take.

What a training takes is counted in epochs times networks, of which the plan knows the number. An epoch of one network
is taken to last in proportion to examples times (10 times hidden units and outputs, plus weights). The factor is
measured: on trainings of the same experiment as soon as there are any, before that on all, before the first one it is
that of the machine in docs/benchmark.md.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import pairwise
from typing import Any

from nn.optimizers import OPTIMIZERS
from seedcheck.study.jobs import chunks
from seedcheck.study.model import Study
from seedcheck.terminal.board import Job, stage_of
from seedcheck.training.grid import cells

UNIT = 10.0  # what an activation costs, in multiplications by a weight
SECONDS = 3.5e-10  # of one such multiplication
OF_COMMAND = 5.0  # seconds that a run of a command takes, until one has been seen
STARTUP = 0.5  # seconds until a training begins
EXAMPLES = 300  # of a data set whose size the configuration does not say
USUAL = {"data": 1.0, "checks": 0.7, "decisions": 1.0, "figures": 2.5, "tracking": 10.0, "page": 0.7}  # seconds per job
LAST = ("decisions", "tracking", "page")  # one after the other, when all trainings are done


def as_job(study: Study, job: Any, is_needed: bool, path_of: Callable[[Any], str]) -> Job:
    """Return a job of Snakemake's as it is shown; ``path_of`` gives the path in the study of one of its files."""
    amount, cost = training_work(study, job.rule.name, job.wildcards_dict)
    file, log = (path_of(next(iter(files), "")) for files in (job.output, job.log))
    return Job(job.rule.name, stage_of(job.rule.name), file, log, amount, cost, is_needed)


def training_work(study: Study, rule: str, wildcards: Mapping[str, str]) -> tuple[int, float]:
    """Return how many epochs times networks a job trains, and what one of them costs; (0, 0) if it trains nothing."""
    if rule.startswith("sweep_"):
        name = wildcards["sweep"]
        sweep, base = study.sweeps[name], study.sweep_settings(name)
        seeds = chunks(sweep)[int(wildcards.get("chunk", 0))]
        trained = [({**base, **cell}, len(seeds)) for cell in cells(sweep.grid)]
        experiment = study.experiments[sweep.experiment]
        if experiment.command:
            return len(trained) * len(seeds), OF_COMMAND / SECONDS
    elif rule.startswith("train_"):
        experiment = study.experiments[wildcards["experiment"]]
        seeds = chunks(experiment)[int(wildcards.get("chunk", 0))]
        if experiment.command:
            return len(seeds) + (seeds.start == 0), OF_COMMAND / SECONDS
        tried = len(experiment.candidates(wildcards["variant"])) or 1
        trained = [(experiment.settings(wildcards["variant"]), len(seeds) + (seeds.start == 0))] * tried
    else:
        return 0, 0.0
    examples = study.datasets[experiment.dataset].settings().get("train_examples") or EXAMPLES
    amounts = [settings["epochs"] * networks for settings, networks in trained]
    costs = [_cost(settings, examples) for settings, _ in trained]
    amount = sum(amounts)
    return amount, sum(each * cost for each, cost in zip(amounts, costs, strict=True)) / amount


def _cost(settings: Mapping[str, Any], examples: int) -> float:
    inputs, *layers = settings["layers"]
    if OPTIMIZERS[settings["optimizer"]].is_exact_in_span:  # more inputs than examples are trained in their span
        inputs = min(inputs, examples)
    sizes = [inputs, *layers]
    return examples * float(UNIT * sum(layers) + sum(a * b for a, b in pairwise(sizes)))


def seconds_left(jobs: Iterable[Job], cores: int, now: float) -> float:
    """Return in about how many seconds all needed jobs will be done."""
    needed = [job for job in jobs if job.is_needed and job.stage]
    side_by_side = [_left(job, needed, now) for job in needed if job.stage not in LAST]
    in_turn = [_left(job, needed, now) for job in needed if job.stage in LAST]
    return max([sum(side_by_side) / cores, *side_by_side]) + sum(in_turn)


def _left(job: Job, needed: Sequence[Job], now: float) -> float:
    if job.state in {"done", "failed"}:
        return 0.0
    elapsed = job.lasted(now)
    if job.amount:
        left = (1 - job.share) * job.amount * job.cost * _factor(job, needed, now)
        return left + (0 if job.progress else max(0.0, STARTUP - elapsed))
    if job.share:  # of a training whose amount is not known before
        return elapsed * (1 - job.share) / job.share
    alike = [other for other in needed if other.stage == job.stage and other.state == "done" and not other.amount]
    lasted = [other.lasted(now) for other in alike]
    usual = sum(lasted) / len(lasted) if lasted else USUAL.get(job.stage, 1.0)
    return max(usual - elapsed, 0.1)


def _factor(job: Job, needed: Sequence[Job], now: float) -> float:
    """Return the seconds per cost of what was trained so far: of the same experiment, else of all."""
    trained = [other for other in needed if other.amount and other.share]
    siblings = [other for other in trained if other.rule == job.rule]
    spent = cost = 0.0
    for other in siblings or trained:
        spent += max(other.lasted(now) - STARTUP, 0.0)
        cost += other.share * other.amount * other.cost
    return spent / cost if spent > 0.5 else SECONDS


def in_words(seconds: float) -> str:
    """Return a duration as "8 s", "1 min 20 s" or "2 h 5 min"."""
    whole = max(round(seconds), 1)
    if whole < 60:
        return f"{whole} s"
    minutes, rest = divmod(whole, 60)
    if minutes < 60:
        return f"{minutes} min {rest} s"
    return f"{minutes // 60} h {minutes % 60} min"
