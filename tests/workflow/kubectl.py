#!/usr/bin/env python3
"""Stands in for Kubernetes: each job is a process in a folder of its own, a copy of its "image".

It knows the calls of profiles/kubernetes, and refuses others. Pods are in $PODS, an image is a folder. A volume is this
machine's disk; without one a job is to find nothing that Snakemake has.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import yaml

PODS = Path(os.environ["PODS"])


def create() -> None:
    """Start the job of the manifest on standard input."""
    job = yaml.safe_load(sys.stdin)
    (container,) = job["spec"]["template"]["spec"]["containers"]
    assert (job["kind"], job["spec"]["backoffLimit"]) == ("Job", 0)
    assert ("volumes" in job["spec"]["template"]["spec"]) == ("SEEDCHECK_CLAIM" in os.environ)
    pod = PODS / f"{job['metadata']['generateName']}{len(list(PODS.iterdir()))}"
    shutil.copytree(container["image"], pod)
    shell, option = container["command"]
    script = container["args"][0].replace("$$(", "$(")
    variables = {each["name"]: each["value"] for each in container["env"]}
    with (pod / "said").open("w") as said:
        ending = [shell, option, '"$0" -c "$1"; echo $? > ended', shell, script]
        subprocess.Popen(ending, cwd=pod, env=os.environ | variables, stdout=said, stderr=said, start_new_session=True)
    print(f"job.batch/{pod.name}")


def get(name: str) -> None:
    """Print how a job ended, as the format that ``status`` asks for has it."""
    ended = PODS / name / "ended"
    code = ended.read_text().strip() if ended.is_file() else ""
    print(f"s{'1' if code == '0' else ''} f{'1' if code not in {'', '0'} else ''}")


if __name__ == "__main__":
    if sys.argv[1:] == ["create", "--output=name", "--filename=-"]:
        create()
    elif sys.argv[1:3] == ["get", "job"]:
        get(sys.argv[3])
    else:
        sys.exit(f"kubectl {sys.argv[1:]}")
