"""A bucket in the place of a disk that all machines share, for trainings on machines which share none.

What a training reads and leaves goes through the storage that ``--default-storage-provider`` names, by Snakemake's own
plugin for it: its data set, its chunk of seeds, its log and time. Snakemake would keep all files of a study there; but
decisions, tables, pages and MLflow are made on the machine that Snakemake runs on, whose disk has them.

Others use the bucket, too, and what another study left must never be taken for chunks of this one: each folder in which
a study runs has a place of its own there, by the identity that it has in MLflow.
"""

import re
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from typing import Any

from seedcheck.errors import InputError
from seedcheck.study.state import note_on
from seedcheck.tracking import writer


class Bucket:
    """The storage of a call, if it has one.

    Parameters
    ----------
    workflow : Snakemake's

    Attributes
    ----------
    is_used : whether there is one
    prefix : address of this folder's place in it

    Raises
    ------
    InputError
        If it is not said where in the storage the study is to be, or if that cannot be used.
    """

    def __init__(self, workflow: Any):
        settings, paths = workflow.storage_settings, workflow.modifier.path_modifier
        self.is_used = bool(settings.default_storage_provider)
        if self.is_used and not settings.default_storage_prefix:
            raise InputError(f"--default-storage-provider {settings.default_storage_provider}: say where in it, as "
                             "--default-storage-prefix s3://BUCKET/FOLDER (docs/cluster.md)")  # fmt: skip
        if self.is_used and workflow.is_main_process:  # jobs are told
            settings.default_storage_prefix = f"{settings.default_storage_prefix.rstrip('/')}/{_folder(workflow)}"
        self.prefix = f"{settings.default_storage_prefix}/"
        self._in_storage = paths.apply_default_storage
        if self.is_used:
            paths.apply_default_storage = lambda path: path
            if workflow.is_main_process:
                self._check()

    def _check(self) -> None:
        """Raise an InputError if the bucket does not answer, or not to us."""
        try:
            self.stored("results").flags["storage_object"].exists()
        except Exception as error:  # any of the plugin's
            reason = next(iter(str(error).splitlines()), type(error).__name__)
            raise InputError(f"{self.prefix[:-1]} cannot be used: {reason}; look after the name, the address and your "
                             "rights (docs/cluster.md)") from error  # fmt: skip

    def stored(self, path: str) -> Any:
        """Return a file of a rule as one in the bucket, with the path of a job's copy; unchanged without a bucket."""
        return self._in_storage(path) if self.is_used else path

    def all_stored(self, paths: Iterable[str]) -> list[Any]:
        """Return files of a rule as files in the bucket, unchanged without a bucket."""
        return [self.stored(path) for path in paths]

    def unknown(self, paths: Iterable[str]) -> dict[str, str]:
        """Return which files in the bucket, by their paths in the study, Snakemake has no notes on, and their copies.

        Snakemake believes a file that it has no note on, whatever settings it was made with.
        """
        if not self.is_used:
            return {}
        return {path: str(self.stored(path)) for path in paths if not note_on(f"{self.prefix}{path}").is_file()}

    def path(self, file: Any) -> str:
        """Return the path in the study of a file of a job, which may be in the bucket."""
        is_there = getattr(file, "is_storage", False)
        return str(file.storage_object.query).removeprefix(self.prefix) if is_there else str(file)

    def bring(self, files: Iterable[Any]) -> None:
        """Write what a job says in files in the bucket to their paths in the study; some may be empty, or not there.

        What they say of files beside their own, as "; see PATH", is left out: those stay where the job ran.
        """
        for file in files:
            if file.is_storage:
                with suppress(Exception):  # any of the plugin's
                    self._bring(file)

    def _bring(self, file: Any) -> None:
        copy, path = Path(file.storage_object.local_path()), Path(self.path(file))
        copy.parent.mkdir(parents=True, exist_ok=True)
        file.storage_object.retrieve_object()
        said = copy.read_text(encoding="utf-8", errors="replace")
        copy.unlink()
        beside = re.compile(rf"; see {re.escape(str(copy).removesuffix(str(path)))}\S+")
        if said:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(beside.sub("", said), encoding="utf-8")


def _folder(workflow: Any) -> str:
    """Return this folder's name in the bucket; a dry run of a folder that has none yet takes any."""
    if workflow.output_settings.dryrun:
        return writer.known() or "new"
    with writer.alone() as identity:
        return identity
