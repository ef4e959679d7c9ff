"""A Slurm of one node in a folder, for the tests: its own key, ports and processes, all on 127.0.0.1."""

import os
import socket
import subprocess
import sys
import sysconfig
import time
from collections.abc import Callable
from pathlib import Path

from tests.workflow.conftest import ROOT, clean_environment

NODE = "localhost"
CONFIGURATION = """
ClusterName=seedcheck
SlurmctldHost=localhost(127.0.0.1)
SlurmctldPort={controller}
SlurmdPort={node}
CommunicationParameters=NoCtldInAddrAny,NoInAddrAny
AuthInfo=socket={folder}/munge.sock,cred_expire=5
SlurmUser=root
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
AccountingStorageType=accounting_storage/none
JobAcctGatherType=jobacct_gather/none
SelectType=select/cons_tres
SelectTypeParameters=CR_Core_Memory
MpiDefault=none
SchedulerParameters=batch_sched_delay=0,sched_min_interval=0
StateSaveLocation={folder}/state
SlurmdSpoolDir={folder}/spool
SlurmctldPidFile={folder}/slurmctld.pid
SlurmdPidFile={folder}/slurmd.pid
SlurmctldLogFile={folder}/slurmctld.log
SlurmdLogFile={folder}/slurmd.log
NodeName=localhost NodeAddr=127.0.0.1 NodeHostname={host} CPUs=2 RealMemory=2000
PartitionName=main Nodes=localhost Default=YES MaxTime=INFINITE State=UP
"""
COMMANDS = ("sacct", "sbatch", "scancel", "scontrol", "sinfo", "squeue", "srun")


class Slurm:
    """A controller and a node that run, and what Snakemake needs to find them."""

    def __init__(self, folder: Path):
        self.folder, self.processes = folder, []
        for part in ("state", "spool", "bin"):
            (folder / part).mkdir()
        settings = {"controller": free_port(), "node": free_port(), "folder": folder, "host": os.uname().nodename}
        self.file = folder / "slurm.conf"
        self.file.write_text(CONFIGURATION.format(**settings), encoding="utf-8")
        (folder / "munge.key").write_bytes(os.urandom(1024))
        (folder / "munge.key").chmod(0o400)
        for command in COMMANDS:  # the plugin takes SLURM_CONF from what jobs get
            script = f'#!/bin/sh\nSLURM_CONF={self.file} exec /usr/bin/{command} "$@"\n'
            (folder / "bin" / command).write_text(script, encoding="utf-8")
            (folder / "bin" / command).chmod(0o755)

    def start(self) -> None:
        """Start all, and wait until the node takes jobs."""
        files = {"socket": "sock", "key-file": "key", "pid-file": "pid", "seed-file": "seed", "log-file": "log"}
        own = [f"--{name}={self.folder}/munge.{end}" for name, end in files.items()]
        self._run("munged", "--foreground", "--force", *own)
        wait_for((self.folder / "munge.sock").exists, 10)
        self._run("slurmctld", "-D", "-i")
        self._run("slurmd", "-D", "-N", NODE)
        wait_for(lambda: "idle" in self("sinfo", "--noheader", "--format=%T"), 20)

    def _run(self, *command: str) -> None:
        variables = os.environ | {"SLURM_CONF": str(self.file)}
        with (self.folder / f"{command[0]}.out").open("w") as said:
            self.processes.append(subprocess.Popen(command, env=variables, stdout=said, stderr=said))

    def stop(self) -> None:
        """End what was started, jobs on a node that is down as well: it is told when it is back."""
        self("scontrol", "update", f"nodename={NODE}", "state=resume")
        self("scancel", "--partition=main")
        wait_for(lambda: not self.jobs(), 20)
        for process in reversed(self.processes):
            process.terminate()
            process.wait(20)

    def __call__(self, *command: str) -> str:
        """Return what a command of Slurm says."""
        call = [self.folder / "bin" / command[0], *command[1:]]
        return subprocess.run(call, check=False, capture_output=True, text=True).stdout

    def jobs(self, state: str = "") -> list[str]:
        """Return the numbers of the jobs that are not over, or of those in a state."""
        return self("squeue", "--noheader", "--format=%i", *([f"--states={state}"] if state else [])).split()

    @property
    def environment(self) -> dict[str, str]:
        """What Snakemake is run with."""
        clean = clean_environment()
        return clean | {"PATH": os.pathsep.join([str(self.folder / "bin"), clean["PATH"]])}


def python_with(folder: Path, lock: str, *packages: str) -> tuple[str, str]:
    """Return a Python that has this one's packages, those of a further lock, and others; or why there is none."""
    subprocess.run([sys.executable, "-m", "venv", folder], check=True)
    python = folder / "bin" / "python"
    site = Path(sysconfig.get_path("purelib", "venv", {"base": str(folder)}))
    (site / "this.pth").write_text(sysconfig.get_path("purelib") + "\n", encoding="utf-8")
    of_lock = ("--no-deps", "--require-hashes", "-r", lock)
    for options in filter(None, (of_lock, packages)):
        install = [python, "-m", "pip", "install", "--quiet", *options]
        run = subprocess.run(install, cwd=ROOT, capture_output=True, text=True, check=False)
        if run.returncode:
            return "", run.stderr
    return str(python), ""


def free_port() -> int:
    """Return a port of 127.0.0.1 that nobody uses."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return int(taken.getsockname()[1])


def wait_for(happened: Callable[[], object], seconds: float) -> None:
    """Wait until something has happened."""
    end = time.monotonic() + seconds
    while not happened():
        assert time.monotonic() < end, "it did not happen"
        time.sleep(0.1)
