"""When the study's own screen takes the place of Snakemake's, and what it makes of Snakemake's records."""

import logging
import sys
from types import SimpleNamespace
from typing import Any

import pytest
from snakemake.settings.enums import Quietness

from seedcheck.study.bucket import Bucket
from seedcheck.study.model import load
from seedcheck.terminal.attach import SNAKEMAKES_OWN, attach


def workflow(own: str = SNAKEMAKES_OWN, is_main: bool = True, is_module: bool = False, **settings: Any) -> Any:
    """Return what of Snakemake's workflow is looked at."""
    usual = {"dryrun": False, "verbose": False, "printshellcmds": False, "debug_dag": False, "nocolor": False,
             "quiet": {Quietness.HOST, Quietness.REASON}}  # fmt: skip
    logger = logging.Logger("test")
    handler = logging.StreamHandler()
    handler.name = own
    logger.addHandler(handler)
    return SimpleNamespace(
        logger_manager=SimpleNamespace(logger=logger),
        output_settings=SimpleNamespace(**{**usual, **settings}),
        is_main_process=is_main,
        modifier=SimpleNamespace(
            is_main_snakefile=lambda: not is_module, path_modifier=SimpleNamespace(apply_default_storage=None)
        ),
        storage_settings=SimpleNamespace(default_storage_provider=None, default_storage_prefix=None),
    )


@pytest.mark.parametrize(
    "others",
    [
        {"dryrun": True},
        {"verbose": True},
        {"printshellcmds": True},
        {"debug_dag": True},
        {"quiet": {Quietness.ALL}},
        {"own": "of --logger"},
        {"is_main": False},
        {"is_module": True},
    ],
    ids=str,
)
def test_who_asks_for_something_else_gets_it(others: dict[str, Any]) -> None:
    """A dry run, more or nothing of Snakemake's own words, another logger, a job elsewhere, another's workflow."""
    study, wanted, usual = load(["config/tiny.yaml"]), workflow(**others), workflow()
    assert attach(wanted, study, Bucket(wanted)) is None
    assert [handler.name for handler in wanted.logger_manager.logger.handlers] == [others.get("own", SNAKEMAKES_OWN)]
    screen = attach(usual, study, Bucket(usual))
    assert usual.logger_manager.logger.handlers == [screen]


def test_what_runs_nothing_is_said_by_snakemake(capsys: pytest.CaptureFixture[str]) -> None:
    """Lists, linting, reports and faults before the first job come out as they are."""
    usual = workflow()
    usual.logger_manager.logger.handlers[0].setStream(sys.stderr)
    screen = attach(usual, load(["config/tiny.yaml"]), Bucket(usual))
    assert screen
    usual.logger_manager.logger.info("Assuming unrestricted shared filesystem usage.")
    usual.logger_manager.logger.info("Congratulations")
    screen.close()
    assert capsys.readouterr().err == "Congratulations\n"
