"""The screen of a call: a log handler for Snakemake that shows stages instead of jobs, and the answer at the end."""

import os
import traceback
from logging import WARNING, LogRecord
from pathlib import Path
from typing import Any

from snakemake.settings.enums import Quietness
from snakemake_interface_logger_plugins.base import LogHandlerBase
from snakemake_interface_logger_plugins.common import LogEvent

from seedcheck.study import paths
from seedcheck.study.bucket import Bucket
from seedcheck.study.model import Study
from seedcheck.terminal import ending, failures, work
from seedcheck.terminal.board import Board
from seedcheck.terminal.display import Drawn, Lines, console, display, say

BEFORE = "Assuming unrestricted shared filesystem usage."  # said before it is known that anything will run
IDLE = "Nothing to be done"
INTERRUPTIONS = ("Terminating processes on user request", "Will exit after finishing currently running jobs")
SHOWN_ALREADY = ("Exiting because a job execution failed", "At least one job did not complete",
                 "CalledProcessError in file")  # fmt: skip


class Screen(LogHandlerBase):
    """Shows what a call of Snakemake does.

    Before anything runs, and for calls that run nothing, all goes to ``default``, Snakemake's own handler.

    Parameters
    ----------
    default : Snakemake's own handler, whose place this one takes
    workflow : Snakemake's
    study : what is asked for
    bucket : where jobs leave their logs, if that is not on this disk
    """

    def __init__(self, default: Any, workflow: Any, study: Study, bucket: Bucket):
        super().__init__(workflow.output_settings, None)
        self.default, self.workflow, self.study, self.bucket = default, workflow, study, bucket
        self.out = console(default.stream, workflow.output_settings.nocolor)
        self.board: Board | None = None
        self.display: Drawn | Lines | None = None
        self.summaries: list[str] = []
        self.on_demand: list[Path] = []
        self.outcome: ending.Outcome = ""
        self._runs = False
        self._left: dict[int, list[Any]] = {}
        self._warned: set[tuple[str, str]] = set()
        self._unsaid: list[tuple[str, str]] = []

    @property
    def writes_to_stream(self) -> bool:
        """Yes: Snakemake's own stream handler is not needed beside it."""
        return True

    @property
    def writes_to_file(self) -> bool:
        """No."""
        return False

    @property
    def has_filter(self) -> bool:
        """Yes: which records are shown is decided here."""
        return True

    has_formatter = has_filter

    @property
    def needs_rulegraph(self) -> bool:
        """No."""
        return False

    def emit(self, record: LogRecord) -> None:
        """Show a record, or what it changes."""
        try:
            self._take(record)
        except Exception:
            self.handleError(record)

    def _take(self, record: LogRecord) -> None:
        event, message = getattr(record, "event", None), str(record.msg)
        if event == LogEvent.WORKFLOW_STARTED:
            self._runs = True
        elif not self._runs:
            if message != BEFORE:
                self.default.handle(record)
        elif event == LogEvent.JOB_INFO:
            self._begin(record.jobid)  # type: ignore[attr-defined]
        elif event == LogEvent.JOB_FINISHED:
            self._end(record.job_id)  # type: ignore[attr-defined]
        elif event == LogEvent.JOB_ERROR:
            self._fail(record)
        elif message.startswith(IDLE):
            self._plan()
            self.outcome = "idle"
        elif message.startswith(INTERRUPTIONS):
            self.outcome = "interrupted"
        elif record.levelno >= WARNING and not any(words in message for words in SHOWN_ALREADY):
            say(self.out, self.default.format(record), "yellow" if record.levelno == WARNING else "red")

    def _plan(self) -> Board:
        """Note all jobs of this call."""
        dag = self.workflow.dag
        needed = set(dag.needrun_jobs())
        jobs = {
            dag.jobid(job): work.as_job(self.study, job, job in needed, self.bucket.path)
            for job in dag.jobs
            if job.output
        }
        self._left = {dag.jobid(job): [*job.log, *filter(None, [job.benchmark])] for job in needed}
        self.on_demand = [Path(job.log[0]) for job in dag.jobs if job.rule.name == "more"]
        self.board = Board({number: job for number, job in jobs.items() if job.stage})
        return self.board

    def _begin(self, number: int) -> None:
        board = self.board or self._plan()
        board.begin(number)
        quiet = set(self.common_settings.quiet or ())
        if not self.display and not quiet & {Quietness.PROGRESS, Quietness.RULES}:
            self.display = display(board, self._cores(), self.out)
            self.display.start()
        elif self.display:
            self.display.changed()

    def _cores(self) -> int:
        found = self.workflow.resource_settings
        return max(1, min(found.cores or found.nodes or 1, len(self.board.jobs) if self.board else 1))

    def _end(self, number: int) -> None:
        assert self.board
        self.board.end(number, "done")
        self.bucket.bring(self._left.get(number, ()))
        if job := self.board.jobs.get(number):
            for warning in failures.warnings(Path(job.log)):
                if (job.thing, warning) not in self._warned:
                    self._warned.add((job.thing, warning))
                    say(self.out, f"{job.thing}: {warning}", "yellow")
        if self.display:
            self.display.changed()

    def _fail(self, record: Any) -> None:
        """Show in full what a failed job says; a picture has a line of it, and the rest stands below it in the end."""
        job = self.board.jobs.get(record.jobid) if self.board else None
        if self.outcome == "interrupted":
            return
        if self.board:
            self.board.end(record.jobid, "failed")
        self.bucket.bring(self._left.get(record.jobid, ()))
        log = Path(job.log if job else record.log[0] if record.log else "")
        thing, said = job.thing if job else record.rule_name, (record.rule_msg or "").strip().partition(". ")[0]
        why = failures.ended(record.rule_name, thing, said)
        why = why or failures.reason(log, said and f"{thing}: {said} (see {log})")
        heading, full = failures.heading(thing, why), failures.full(log)
        self.summaries.append(failures.summary(thing, why))
        if isinstance(self.display, Drawn):
            self.display.faults.append(f"{thing}: {why.removeprefix(f'{thing}: ')}")
            self._unsaid.append((heading, full))
        else:
            self._say_failure(heading, full)
        if self.display:
            self.display.changed()

    def _say_failure(self, heading: str, full: str) -> None:
        say(self.out, heading, "bold red")
        say(self.out, full)

    def end(self, outcome: ending.Outcome) -> None:
        """Note how the call ended."""
        self.outcome = self.outcome or outcome
        if self.board and outcome == "done":
            self.board.finish()
        if isinstance(self.display, Drawn) and outcome == "failed":
            self.display.note = "compiling the page of what is there"

    def close(self) -> None:
        """Write the ending, once; Snakemake would hide an error in it."""
        try:
            self._close()
        except Exception:
            traceback.print_exc()
        self.default.close()
        super().close()

    def _close(self) -> None:
        if self.display:
            self.display.stop()
        for heading, full in self._unsaid:
            if "\n" in full:  # a single line is the last one anyway
                self._say_failure(heading, full)
        outcome, self.outcome, self.display, self._unsaid = self.outcome, "", None, []
        if outcome in {"done", "idle"} and self.board:
            whole = any(job.file == str(paths.PAGE) for job in self.board.jobs.values())
            ending.succeeded(self.out, self.study, self.board, whole, self.on_demand)
        elif outcome:
            log = os.path.relpath(next(iter(self.workflow.logger_manager.get_logfile()), ""))
            ending.failed(self.out, self.study, self.board, self.summaries, log, outcome == "interrupted")
