"""How much memory there is for one process, and a refusal with the number where something needs more."""

import os
from pathlib import Path

from seedcheck.errors import InputError

FREE = 2**28  # bytes that are had anyhow: below, nobody asks
CGROUPS = (  # limit and use of a container or a job of Slurm, by version of control groups
    ("/sys/fs/cgroup/memory.max", "/sys/fs/cgroup/memory.current"),
    ("/sys/fs/cgroup/memory/memory.limit_in_bytes", "/sys/fs/cgroup/memory/memory.usage_in_bytes"),
)


def available() -> int:
    """Return the bytes that this process may still take: the machine's, and what a container or Slurm leaves."""
    import psutil  # noqa: PLC0415 - only needed where much memory is asked for

    return min([int(psutil.virtual_memory().available), *_limits()])


def _limits() -> list[int]:
    """Return what limits leave, those of a container or a job of Slurm."""
    found = []
    for limit, use in CGROUPS:
        if _number(limit) is not None:
            found.append((_number(limit) or 0) - (_number(use) or 0))
    cores = int(os.environ.get("SLURM_CPUS_ON_NODE", "1"))
    for name, count in (("SLURM_MEM_PER_NODE", 1), ("SLURM_MEM_PER_CPU", cores)):
        megabytes = int(os.environ.get(name, "0"))
        found += [megabytes * count * 2**20] * (megabytes > 0)  # 0 is all that the node has
    return found


def _number(path: str) -> int | None:
    """Return the number in a file, None if there is none or it says "max"."""
    try:
        text = Path(path).read_text(encoding="ascii").strip()
    except OSError:
        return None
    return int(text) if text.isdigit() else None


def check(what: str, needed: float, remedy: str) -> None:
    """Raise an InputError if ``what`` needs more bytes than there are, with both numbers and a remedy."""
    if needed <= FREE:
        return
    there = available()
    if needed > there:
        raise InputError(f"{what} needs {shown(needed)} of memory, and {shown(there)} are free; {remedy}")


def shown(size: float) -> str:
    """Return a number of bytes as people read it."""
    return f"{size / 1e9:,.1f} GB" if size >= 1e8 else f"{size / 1e6:,.0f} MB"
