"""Each bug planted into nn is stopped before wrong numbers are written, and correct code passes everywhere.

``python -m tests.gates.table`` prints what is planted, and by what it is stopped.
"""

import pytest

from tests.gates import bugs
from tests.gates.bugs import BUGS, SPANS
from tests.gates.plant import planted
from tests.gates.scenarios import SCENARIOS

# What no check of a lone network sees; the others are tried where there is more time.
OFTEN = {"gradient wrong only with leading axes", "update step too large", *SPANS, "fresh masks wrong from epoch 50 on",
         "learning rates mixed up between chunks", "L2 of each network of an ensemble wrong",
         "bias correction left out", "state shared between members", "last batch skipped",
         "derivative of tanh not masked", "norm of all members together", "patience counted one too long",
         "last weights instead of the best", "running statistics of another member",
         "softmax normalized over the networks"}  # fmt: skip


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("name", [name if name in OFTEN else pytest.param(name, marks=pytest.mark.slow)
                                  for name in BUGS])  # fmt: skip
def test_a_planted_bug_is_stopped(name: str) -> None:
    """By the gate, or, if it only shows at a later epoch, while the training goes on; the message says what is off."""
    bug = BUGS[name]
    with planted(bug.edits):
        failures = SCENARIOS[bug.scenario]()
    assert failures, "nothing has stopped it"
    assert failures[0].startswith(bug.stopped_by)
    assert "off" in failures[0] or "networks" in failures[0]


@pytest.mark.parametrize("name", SCENARIOS)
def test_without_a_bug_nothing_is_stopped(name: str) -> None:
    """The same trainings pass, so the tests above see the bugs and nothing else."""
    assert SCENARIOS[name]() == []


def test_the_code_is_as_it_was_after_a_bug_was_planted() -> None:
    """Modules that were imported before are the ones that are imported afterwards."""
    import nn.network

    before = nn.network.Network
    with planted(BUGS["gradient scaled by 1.001"].edits):
        import nn.network as changed

        assert changed.Network is not before
    import nn.network as after

    assert after.Network is before


def test_there_are_bugs_of_every_kind() -> None:
    """Of ensembles, updates, optimizers, batches, spans, masks and others."""
    kinds = (bugs.ENSEMBLES, bugs.UPDATES, bugs.OPTIMIZERS, bugs.BATCHES, bugs.SPANS, bugs.MASKS, bugs.ACTIVATIONS,
             bugs.CLIPPING, bugs.STOPPING, bugs.NORMS, bugs.RESULTS, bugs.CLASSES)  # fmt: skip
    assert min(len(kind) for kind in kinds) >= 5
