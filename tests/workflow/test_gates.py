"""A wrong gradient stops the pipeline at the gate, and nothing else."""

import pytest

from tests.workflow.conftest import Project

RECORDS = [f"results/tricks/{variant}/record.json" for variant in ("none", "l2", "dropout_fixed")]

# bug: texts in nn/network.py and their replacements
BUGS = {
    "gradient scaled by 1.001": {"self.grad *= self.factor": "self.grad *= 1.001 * self.factor"},
    "missing 1/m": {"block[...] = 1.0 / self.m /": "block[...] = 1.0 /"},
    "wrong sign of the L2 term": {"self.grad += np.multiply(self.theta": "self.grad -= np.multiply(self.theta"},
    "mask not applied backwards": {
        "        self.relu =": "        self.unmasked = [np.ones_like(A) for A in self.A[1:]]\n        self.relu =",
        "            relu(H, zero, out=H)": "            relu(H, zero, out=H)\n            self.unmasked[l][...] = H",
        "self.A[l].view(np.uint64)": "self.unmasked[l - 1].view(np.uint64)",
    },
    "ReLU derivative 1 at negative Z": {"np.sign(A_bits, out=on)": "on[...] = 1"},
    "bias gradient from one example": {
        "self.grad *= self.factor": "for G, dZ in zip(self.G, self.dZ):\n            G[..., -1:] = dZ[..., :1]\n"
        "        self.grad *= self.factor"
    },
}


@pytest.mark.parametrize("bug", BUGS)
def test_a_bug_in_the_backward_pass_stops_the_pipeline_at_the_gate(project: Project, bug: str) -> None:
    """A variant that the bug affects is not trained, the run exits non-zero and says which array is off by how much."""
    for old, new in BUGS[bug].items():
        project.edit("nn/network.py", old, new)
    run = project.snakemake(*RECORDS)
    affected = {"wrong sign of the L2 term": "l2", "mask not applied backwards": "dropout_fixed"}.get(bug, "none")
    assert run.returncode == 1
    assert "GRADIENT CHECK FAILED" in run.stdout
    assert f"STOPPED BY ITS GATE: tricks/{affected}" in run.stdout
    assert "point, complex step: off is W1 by " in run.stdout or "complex step: off is b" in run.stdout
    assert not project.path(f"results/tricks/{affected}/record.json").exists()
