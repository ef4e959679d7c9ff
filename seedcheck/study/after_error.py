"""What the Snakefile does after a call that failed: hand over what is unfinished to the step ``incomplete``."""

import json
import os
import subprocess
import sys
from typing import Any

from seedcheck import checksums
from seedcheck.study import paths
from seedcheck.study.jobs import Job


def _described(job: Any) -> Job:
    files = [str(file) for file in job.output]
    return {"rule": job.rule.name, "files": files, "log": str(next(iter(job.log), ""))}


def progress(workflow: Any) -> Job:
    """Return which jobs failed or did not begin, and which files of this call are right, made by it or before."""
    unfinished = [job for job in workflow.dag.needrun_jobs() if job.output]
    waiting = set(unfinished)
    current = [str(file) for job in workflow.dag.jobs if job not in waiting for file in job.output]
    return {"unfinished": sorted(map(_described, unfinished), key=str), "current": sorted(current)}


def incomplete(workflow: Any, published: str, job: Job) -> None:
    """Run the step in a process of its own, not as a job: what it writes is made anew by the next call."""
    environment = {name: value for name, value in os.environ.items() if name != checksums.MAKERS}
    command = [sys.executable, "-m", "seedcheck.steps.incomplete", published, str(paths.PAGE)]
    settings = json.dumps({**job, **progress(workflow)})
    try:
        run = subprocess.run(command, input=settings, text=True, check=False, env=environment,
                             stdout=subprocess.PIPE, stderr=subprocess.STDOUT)  # fmt: skip
        checksums.tidy()
        workflow.logger_manager.logger.info(run.stdout)
    except OSError as error:
        print(f"no page could be made of what is there: {error}", file=sys.stderr)
