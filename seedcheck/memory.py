"""How much memory there is for one process, and a refusal with the number where something needs more."""

import os
from pathlib import Path

from seedcheck.errors import InputError

FREE = 2**28  # bytes that are had anyhow: below, nobody asks
CGROUPS = (  # of a container or a job of Slurm: limit, use, and what of that are cached files, by version
    ("/sys/fs/cgroup/memory.max", "/sys/fs/cgroup/memory.current", "inactive_file"),
    (
        "/sys/fs/cgroup/memory/memory.limit_in_bytes",
        "/sys/fs/cgroup/memory/memory.usage_in_bytes",
        "total_inactive_file",
    ),
)


def available() -> int:
    """Return the bytes that this process may still take: the machine's, and what a container or Slurm leaves."""
    import psutil  # noqa: PLC0415 - only needed where much memory is asked for

    return min([int(psutil.virtual_memory().available), *_limits()])


def _limits() -> list[int]:
    """Return what limits leave, those of a container or a job of Slurm."""
    found = []
    for limit, use, cached in CGROUPS:
        allowed = _number(limit)
        if allowed is not None:
            found.append(allowed - (_number(use) or 0) + _cached(Path(limit).with_name("memory.stat"), cached))
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


def _cached(path: Path, name: str) -> int:
    """Return the bytes of cached files that the kernel gives up before anything is refused."""
    try:
        facts = dict(line.split() for line in path.read_text(encoding="ascii").splitlines())
    except OSError:
        return 0
    return int(facts.get(name, 0))


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
