"""One run for one content, however many log it to a server at once: Lamport's bakery, with runs as customers.

A run begins as ``pending``, then takes a ticket above all that it sees, is filled and finished, and waits until no
pending run of its content is ahead of it. If by then another one is settled, it withdraws; else it settles itself, by
the tag ``current``. So of several one settles, whatever the clocks say, and what is settled is never deleted. A pending
run of a dead process would be waited for forever, hence the patience. It is with each run by itself, from when that run
is the next in line: all who wait give up a dead one at about the same time, and then still wait for each other.
"""

import time
from collections.abc import Iterable
from typing import TYPE_CHECKING

from seedcheck.tracking.content import CONTENT
from seedcheck.tracking.paging import found_by
from seedcheck.tracking.writer import TAG

if TYPE_CHECKING:
    from mlflow.entities import Run
    from mlflow.tracking import MlflowClient

CURRENT = "current"  # tag: PENDING, "true", or "false" if superseded
PENDING = "pending"
TICKET = "seedcheck.ticket"
PATIENCE = 20.0  # seconds without a change of the run that is next in line; logging a run takes one or two
PAGE = 1000  # MLflow returns 50,000 runs at most at once


def search(client: "MlflowClient", experiments: Iterable[str], what: str) -> list["Run"]:
    """Return all runs that match, page by page."""
    ids = list(experiments)
    return [*found_by(client.search_runs, ids, what, max_results=PAGE)] if ids else []


def others(client: "MlflowClient", experiment: str, content: str, own: str = "") -> list["Run"]:
    """Return the runs of a content that a project of this kind wrote, but the own one."""
    found = search(client, [experiment], f"tags.`{CONTENT}` = '{content}'")
    return [run for run in found if TAG in run.data.tags and run.info.run_id != own]


def settled(runs: Iterable["Run"]) -> "Run | None":
    """Return the run that counts: finished and settled, the oldest of several."""
    sound = [run for run in runs if run.info.status == "FINISHED" and run.data.tags.get(CURRENT) in ("true", "false")]
    return min(sound, key=lambda run: (run.info.start_time, run.info.run_id), default=None)


def ticket(runs: Iterable["Run"]) -> int:
    """Return the next ticket."""
    return 1 + max((_ticket(run) for run in runs), default=0)


def wait(client: "MlflowClient", experiment: str, content: str, own: str, number: int) -> "Run | None":
    """Wait for those ahead of the own run; return the one that settled first, None if the own one may."""
    given_up: set[str] = set()
    seen, since = None, 0.0
    while True:
        rivals = others(client, experiment, content, own)
        places = [(_ticket(run), run.info.run_id, run.info.status) for run in rivals if _is_pending(run)]
        ahead = sorted(place for place in places if place[:2] < (number, own) and place[1] not in given_up)
        first = settled(rivals)
        if first or not ahead:
            return first
        if ahead[0] != seen:
            seen, since = ahead[0], time.monotonic()
        elif time.monotonic() - since > PATIENCE:
            given_up.add(ahead[0][1])
        time.sleep(0.1)


def _ticket(run: "Run") -> int:
    """Return a run's ticket; one that has none yet may take any, so it is ahead of all."""
    text = str(run.data.tags.get(TICKET, ""))
    return int(text) if text.isdecimal() else 0


def _is_pending(run: "Run") -> bool:
    return run.data.tags.get(CURRENT) == PENDING and run.info.status in ("RUNNING", "FINISHED")
