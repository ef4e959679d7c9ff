"""What Snakemake does beside the jobs of a study."""

import subprocess
import sys

import pytest
from snakemake.cli import get_argument_parser
from snakemake.settings.types import MaxJobsPerTimespan, SchedulingSettings

from seedcheck.study.scheduling import DEFAULT, drop_timers
from tests.workflow.conftest import Project, clean_environment

COUNTING = """
import atexit, sys, threading

started = []

class Counted(threading.Timer):
    def start(self):
        started.append(self.function.__qualname__)
        super().start()

threading.Timer = Counted
atexit.register(lambda: print("timers:", sum("reevalutation" in name for name in started)))
from snakemake.cli import main
main(sys.argv[1:])
"""


def test_a_limit_of_a_users_own_holds() -> None:
    """The default of Snakemake is the one that is known, and is dropped alone."""
    assert get_argument_parser().get_default("max_jobs_per_timespan") == "{}/{}s".format(*DEFAULT)
    for given, kept in (("100/1s", False), ("50/1m", True), ("100/1m", True)):
        settings = SchedulingSettings(max_jobs_per_timespan=MaxJobsPerTimespan.parse_choice(given))
        drop_timers(settings)
        assert bool(settings.max_jobs_per_timespan) == kept


def test_calls_that_run_nothing_have_no_limit(project: Project) -> None:
    """As --summary, for which Snakemake has no settings of scheduling."""
    run = project.snakemake("--summary")
    assert "results/report.html" in run.stdout, run.stdout


@pytest.mark.parametrize(("options", "are_there"), [((), False), (("--max-jobs-per-timespan", "50/1s"), True)])
def test_no_timer_is_started(project: Project, options: tuple[str, ...], are_there: bool) -> None:
    """Snakemake starts none of its timers for the next look, but for who asks for a limit."""
    arguments = ("results/starts/he/record.json", "--cores", "2", "--configfile", "config/tiny.yaml", *options)
    run = subprocess.run([sys.executable, "-c", COUNTING, *arguments], cwd=project.folder, env=clean_environment(),
                         text=True, check=False, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)  # fmt: skip
    assert run.returncode == 0, run.stdout
    (counted,) = [line for line in run.stdout.splitlines() if line.startswith("timers:")]
    assert (counted != "timers: 0") == are_there, run.stdout
