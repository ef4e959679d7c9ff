"""A wrong gradient stops the pipeline at the gate, and nothing else."""

import pytest

from tests.workflow.conftest import Project

RECORDS = [f"results/tricks/{variant}/record.json" for variant in ("none", "l2", "dropout_fixed")]

# bug: a file of nn, its text and what replaces it, once or several times
BUGS = {
    "gradient scaled by 1.001": [("network", "self.grad *= self.scale", "self.grad *= 1.001 * self.scale")],
    "missing 1/m": [("kernels", "block[...] = 1.0 / m / power", "block[...] = 1.0 / power")],
    "wrong sign of the L2 term": [
        ("network", "self.grad += np.multiply(self.theta", "self.grad -= np.multiply(self.theta"),
    ],
    "mask not applied backwards": [
        ("layer", "self.gate = relu_gate(self.dA, self.A)",
         "self.unmasked = np.ones_like(self.A)\n        self.gate = relu_gate(self.dA, self.unmasked)"),
        ("network", "layer.activate()  # A = f(Z), by default max(Z, 0)",
         "layer.activate()\n            getattr(layer, 'unmasked', layer.A)[...] = layer.A"),
    ],
    "ReLU derivative 1 at negative Z": [("kernels", "sign(A_bits, is_on)", "is_on[...] = 1")],
    "bias gradient from one example": [
        ("network", "self.grad *= self.scale",
         "for layer in self.all_layers:\n            layer.G[..., -1:] = layer.dZ[..., :1]\n"
         "        self.grad *= self.scale"),
    ],
}  # fmt: skip


LARGE = {"a": {"initializer": "normal", "scale": 1e200}, "b": {}}


@pytest.mark.slow
@pytest.mark.parametrize("large", ["the reference", "another variant"])
def test_a_variant_out_of_scale_is_stopped_and_the_page_is_made(project: Project, large: str) -> None:
    """The report says what is too large, the other variant is trained, and the page shows what is there."""
    names = ["a", "b"] if large == "the reference" else ["b", "a"]
    project.configure(lambda c: (c["experiments"].pop("starts"), c.pop("gradient_checks"), c.pop("sweeps"),
                                 c["experiments"]["tricks"].update(variants={n: LARGE[n] for n in names})))  # fmt: skip
    run = project.snakemake()
    assert run.returncode == 1
    assert "OUT OF SCALE, training is not started; see results/tricks/a/refused.json" in run.stdout
    assert "STOPPED BY ITS GATE: tricks/a" in run.stdout
    assert "Traceback" not in run.stdout
    assert project.path("results/tricks/b/record.json").exists()
    assert "start from smaller weights" in project.path("results/report.html").read_text(encoding="utf-8")


@pytest.mark.slow
def test_a_bug_that_shows_late_leaves_no_results(project: Project) -> None:
    """The gate passes, the training is stopped, and nothing of it is written."""
    step = "optimizer.step(network.theta, network.grad, state, rate)"
    project.edit("nn/training.py", step, f"network.grad *= 0.5 if epoch >= 150 else 1.0\n                {step}")
    run = project.snakemake("results/tricks/none/record.json")
    assert run.returncode == 1
    assert "THE TRAINING IS NOT CERTIFIED, so no results are written" in run.stdout
    assert "update of W1: off by" in run.stdout
    assert list(project.path("results/tricks/none").glob("*")) == []


@pytest.mark.parametrize(
    "bug", [bug if n == 0 else pytest.param(bug, marks=pytest.mark.slow) for n, bug in enumerate(BUGS)]
)
def test_a_bug_in_the_backward_pass_stops_the_pipeline_at_the_gate(project: Project, bug: str) -> None:
    """A variant that the bug affects is not trained, the run exits non-zero and says which array is off by how much."""
    for module, old, new in BUGS[bug]:
        project.edit(f"nn/{module}.py", old, new)
    run = project.snakemake(*RECORDS)
    affected = {"wrong sign of the L2 term": "l2", "mask not applied backwards": "dropout_fixed"}.get(bug, "none")
    assert run.returncode == 1
    assert "GRADIENT CHECK FAILED" in run.stdout
    assert f"STOPPED BY ITS GATE: tricks/{affected}" in run.stdout
    assert "point, complex step: off is W1 by " in run.stdout or "complex step: off is b" in run.stdout
    assert [path.name for path in project.path(f"results/tricks/{affected}").glob("*")] == ["refused.json"]
