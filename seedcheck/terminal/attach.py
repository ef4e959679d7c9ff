"""Whether a call is shown by stages or as Snakemake, or the user's own logger, would show it."""

from typing import Any

from snakemake.settings.enums import Quietness

from seedcheck.study.bucket import Bucket
from seedcheck.study.model import Study
from seedcheck.terminal.screen import Screen

SNAKEMAKES_OWN = "DefaultStreamHandler"


def attach(workflow: Any, study: Study, bucket: Bucket) -> Screen | None:
    """Put a screen into the place of Snakemake's own handler; None where that one, or the user's, is what is wanted.

    That is so with ``--logger``, in a dry run, for those who ask for more of Snakemake (``--verbose``,
    ``--printshellcmds``, ``--debug-dag``) or for nothing (``--quiet all``), in jobs of other machines, and where this
    workflow is a module of another.
    """
    manager, settings = workflow.logger_manager, workflow.output_settings
    own = [handler for handler in manager.logger.handlers if handler.name == SNAKEMAKES_OWN]
    is_else = settings.dryrun or settings.verbose or settings.printshellcmds or settings.debug_dag
    is_ours = workflow.is_main_process and workflow.modifier.is_main_snakefile()
    if not own or not is_ours or is_else or Quietness.ALL in (settings.quiet or ()):
        return None
    screen = Screen(own[0], workflow, study, bucket)
    manager.logger.removeHandler(own[0])
    manager.logger.addHandler(screen)
    return screen
