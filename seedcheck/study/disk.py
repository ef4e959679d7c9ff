"""The start of a call: what Snakemake is to make anew although it would not know, and what is put out of its way."""

import os
import shutil
import sys
from pathlib import Path
from typing import Any

from seedcheck import checksums
from seedcheck.study import parsed, paths, plan, scheduling, seal, state, trainers
from seedcheck.study.bucket import Bucket
from seedcheck.study.model import Study
from seedcheck.study.state import DAMAGED, STALE, Finding
from seedcheck.tracking import receipt


class Disk:
    """What lies on disk when a call starts.

    Snakemake has no hook between knowing its jobs and deciding which of them run. Functions that return input files are
    called then, so ``renew`` is one: an input of the jobs that make data sets, which everything starts from.

    Parameters
    ----------
    workflow : Snakemake's
    study : what is to be made
    bucket : where trainings leave their chunks, if that is not on this disk
    """

    def __init__(self, workflow: Any, study: Study, bucket: Bucket):
        self.workflow, self.study, self.bucket = workflow, study, bucket
        self.makers: dict[str, str] = {}
        self.logs: set[str] = set()
        self.findings: list[Finding] = []
        self.is_own = workflow.modifier.is_main_snakefile()
        os.environ[checksums.MAKERS] = str(paths.JOBS) if self.is_own else ""  # a module's jobs are another's

    def renew(self, _: Any) -> list[str]:
        """Let Snakemake make anew what is not what the study would write; no further input comes of it."""
        if self.is_own and self.workflow.is_main_process and not self.makers:
            scheduling.drop_timers(self.workflow.scheduling_settings)
            rules = list(self.workflow.rules)
            study = self.study
            chunks = plan.all_chunk_files(study, trainers.networks(study), trainers.network_sweeps(study))
            files = plan.deliverables(study) + self._on_demand() + list(map(str, self.bucket.all_stored(chunks)))
            files += plan.all_chunk_files(study, trainers.commanded(study), trainers.commanded_sweeps(study))
            self.makers, self.logs = state.makers_and_logs(rules, files, self.bucket.path)
            self.findings = state.examine(self.makers)
            renewed = {finding.path for finding in self.findings}
            if seal.is_damaged():
                self.findings.append(Finding(str(paths.PLAN), DAMAGED))
                renewed.add(str(paths.PAGE))  # it says what the plan is
            said = list(state.said(self.findings))
            if str(paths.RECEIPT) not in renewed and (gone := receipt.missing()):
                said.append(f"{paths.RECEIPT}: {gone}; logging to MLflow runs again")
                renewed.add(str(paths.RECEIPT))
            print("".join(f"{line}\n" for line in said), end="", file=sys.stderr)
            self.workflow.dag.forcefiles.update(renewed | self._unknown(chunks, renewed))
        return []

    def _unknown(self, chunks: list[str], renewed: set[str]) -> set[str]:
        """Return the chunks in the bucket of which it is not known who made them, where they are to be joined now."""
        names = {*paths.RUN_FILES, *paths.SWEPT_FILES}
        absent = {path for path in self.makers if path in renewed or not os.path.lexists(path)}
        joined = {Path(path).parent for path in absent if Path(path).name in names}
        return {copy for path, copy in self.bucket.unknown(chunks).items() if Path(path).parents[1] in joined}

    def _on_demand(self) -> list[str]:
        """Return what only its own target makes, as far as that is asked for."""
        asked = self.workflow.dag_settings.targets
        return [path for path in plan.more_files(self.study) if "more" in asked or path in asked]

    def prepare(self) -> None:
        """Put out of the way what the study did not write, and tell the jobs what makes what; no job runs yet."""
        checksums.begin({})
        checksums.tidy()
        files = {str(file) for job in self.workflow.dag.needrun_jobs() for file in job.output} | {str(paths.PLAN)}
        state.set_aside(finding for finding in self.findings if finding.what != STALE and finding.path in files)
        state.write_jobs(self.makers, self.logs)
        parsed.keep()
        shutil.rmtree(paths.PROGRESS, ignore_errors=True)  # what killed trainings left
