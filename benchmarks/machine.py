"""What the numbers were measured on and with: no host name, no path."""

import os
import platform
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path


def cpu_model() -> str:
    """Return the processor's name."""
    info = Path("/proc/cpuinfo")
    if info.exists():
        for line in info.read_text().splitlines():
            if line.startswith("model name"):
                return line.split(":", 1)[1].strip()
    return platform.processor() or platform.machine()


def describe(versions: Mapping[str, str]) -> dict[str, str]:
    """Return what stands above the tables: date, processor, system and the versions of all libraries."""
    return {
        "date": datetime.now(UTC).date().isoformat(),
        "CPU": f"{cpu_model()}, {os.cpu_count()} cores; one core and one thread used",
        "system": f"{platform.system()} {platform.machine()}",
        "Python": platform.python_version(),
        **versions,
    }


def load() -> str:
    """Return how many programs wanted to run over the last minute, this one included, where the system tells."""
    return f"{os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else "unknown"
