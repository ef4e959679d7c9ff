"""The MLflow view of the records: one experiment per study experiment, one run per variant, no record twice.

The files under results/ are the truth. A run carries the hash of its variant's files and verdict in the tag
``seedcheck.content``: the same content is found again instead of logged again, whoever logged it, and a changed one
becomes the new current run and marks the old one superseded. Delete results/mlflow/ and the next call rebuilds all.

Others may log to the same store. What they wrote is read, never changed: ``seedcheck.tracking.writer``,
``seedcheck.tracking.contest``.

Replicates are not runs of their own. MLflow compares runs, and 20 rows per variant would hide the variants; what is to
be read of replicates is their distribution, which is a few metrics, and the table replicates.csv of the variant's run.
13 variants with 20 child runs each took 5.9 s of CPU time to log, the 13 runs alone 0.4 s.
"""

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from seedcheck.presentation.style import variant_colors
from seedcheck.tracking import content, contest, experiments, models, registry, runs
from seedcheck.tracking.commit import origin_tags
from seedcheck.tracking.contest import CURRENT, PENDING
from seedcheck.tracking.links import DEFAULT_URI, tracking_uri, without_password
from seedcheck.tracking.store import opened
from seedcheck.tracking.writer import TAG, alone, wrote
from seedcheck.training.results import Layout, Result

os.environ["MLFLOW_DISABLE_TELEMETRY"] = "true"
COLOR, NOTE = "mlflow.runColor", "mlflow.note.content"  # tags

if TYPE_CHECKING:
    from mlflow.entities import Run
    from mlflow.tracking import MlflowClient


@dataclass(frozen=True)
class Session:
    """A call of this module.

    Attributes
    ----------
    client : of the store
    writer : who we are
    origin : tags of user, source and commit, of new runs
    colors : of variants; like the other looks of a run, they are no part of its content
    titles : of the variants of each experiment
    is_shared : whether others may log to the store, which is not our own below results/
    """

    client: "MlflowClient"
    writer: str
    origin: Mapping[str, str] = field(default_factory=dict)
    colors: Mapping[str, str] = field(default_factory=dict)
    titles: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    is_shared: bool = True

    def looks(self, result: Result, found: Mapping[str, Any]) -> dict[str, str]:
        """Return how a run is shown, as tags."""
        title = self.titles[result.experiment].get(result.variant, "")
        return {COLOR: self.colors[result.variant], NOTE: content.note(found, result.variant, title)}


def log_study(layout: Layout, results: Sequence[Result], decisions: Mapping[str, Any]) -> dict[str, Any]:
    """Log all results with the decisions on them, by experiment, and register each experiment's champion.

    Returns which MLflow experiment and run hold which variant, and which version of which model is the champion.

    Raises
    ------
    InputError
        If the store is not to be had, or another process of this folder is logging.
    """
    uri = tracking_uri()
    with alone() as writer, opened(uri) as client:
        colors = variant_colors(variant for own in layout.values() for variant in own["variants"])
        titles = {name: own.get("titles", {}) for name, own in layout.items()}
        session, tracked = Session(client, writer, origin_tags(), colors, titles, uri != DEFAULT_URI), {}
        numbers = {name: _experiment(session, name, decisions.get(name, {}), uri) for name in layout}
        remove_unfinished(session)
        for name, number in numbers.items():
            mine = [result for result in results if result.experiment == name and result.record]
            tracked[name] = _log_experiment(session, number, mine, decisions.get(name, {}), name)
        mark(session, tracked)
        registry.withdraw_all_but(client, writer, layout)
        remove_unfinished(session)  # calls that were repeated since an answer got lost
    return {"tracking_uri": without_password(uri), "experiments": tracked}


def _experiment(session: Session, name: str, decided: Mapping[str, Any], uri: str) -> str:
    note = content.experiment_note(decided)
    return experiments.identifier(session.client, name, experiments.tags(note, bool(decided)), session.writer, uri)


def _log_experiment(session: Session, number: str, results: Sequence[Result], decided: Mapping[str, Any],
                    name: str) -> dict[str, Any]:  # fmt: skip
    logged = {
        result.variant: log_result(session, number, result, content.finding(decided, result.variant))
        for result in results
    }
    networks = [result.variant for result in results if result.status == "finished" and not result.command]
    best = content.champion(decided, networks)
    champion = None
    if best:
        champion = registry.register(session.client, session.writer, name, logged[best],
                                     content.why_champion(decided, best))  # fmt: skip
    else:
        registry.withdraw(session.client, session.writer, name)
    return {"id": number, "runs": logged, "champion": champion}


def log_result(session: Session, experiment: str, result: Result, found: Mapping[str, Any]) -> str:
    """Return the id of the run that holds a result and its finding: an existing one, or a new one."""
    client, digest = session.client, content.content_hash(result, found)
    there = contest.settled(contest.others(client, experiment, digest))
    if there:
        _complete(session, there, result, session.looks(result, found))
        return str(there.info.run_id)
    tags = content.tags(result, found) | session.looks(result, found) | dict(session.origin)
    tags |= {CURRENT: PENDING, TAG: session.writer, content.CONTENT: digest}
    run = client.create_run(experiment, runs.start(result), tags, result.variant)
    own = str(run.info.run_id)
    rivals = contest.others(client, experiment, digest, own) if session.is_shared else []
    number = contest.ticket(rivals)
    first = contest.settled(rivals)
    if not first:
        runs.fill(client, session.writer, run, result, found, {contest.TICKET: str(number)})
        first = contest.wait(client, experiment, digest, own, number) if session.is_shared else None
    if first:
        models.delete_run(client, experiment, own)
        return str(first.info.run_id)
    client.set_tag(own, CURRENT, "true")
    return own


def _complete(session: Session, run: "Run", result: Result, looks: Mapping[str, str]) -> None:
    """Mend our run that holds a result: it is the current one again, has all its files, and looks as it should."""
    if not wrote(session.writer, run.data.tags):
        return
    client, number = session.client, run.info.run_id
    if runs.missing_files(client, number, result):
        runs.log_files(client, run, result)
    model = models.of(client, run)
    if not result.command and not models.has_file(client, model):
        if model:
            client.delete_logged_model(model.model_id)
        models.log(client, session.writer, run.info.experiment_id, number, result)
    again = {} if run.data.tags[CURRENT] == "true" else {"superseded_by": "", CURRENT: "true"}
    for name, value in {**looks, **again}.items():
        if run.data.tags.get(name) != value:
            client.set_tag(number, name, value)


def remove_unfinished(session: Session) -> None:
    """Delete our runs that were never settled; as we are alone, no living process of ours is at them."""
    for run in _own(session, PENDING):
        models.delete_run(session.client, run.info.experiment_id, run.info.run_id)


def mark(session: Session, tracked: Mapping[str, Any]) -> None:
    """Tag those of our runs as superseded that are no longer current, those of removed variants among them."""
    current = {(logged["id"], variant): run for logged in tracked.values() for variant, run in logged["runs"].items()}
    for run in _own(session, "true"):
        if run.info.run_id not in current.values():
            instead = current.get((str(run.info.experiment_id), run.data.tags.get("variant", "")), "")
            session.client.set_tag(run.info.run_id, "superseded_by", instead)
            session.client.set_tag(run.info.run_id, CURRENT, "false")


def _own(session: Session, state: str) -> list["Run"]:
    """Return our runs in a state, those of removed experiments too."""
    found = contest.search(session.client, experiments.all_of_us(session.client),
                           f"tags.`{TAG}` = '{session.writer}' and tags.{CURRENT} = '{state}'")  # fmt: skip
    return [run for run in found if wrote(session.writer, run.data.tags)]
