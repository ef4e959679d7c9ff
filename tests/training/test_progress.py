"""How far a training is, for whoever looks on."""

from pathlib import Path

import numpy as np
import pytest

import nn
from nn.ensembles import Ensemble
from seedcheck.training import progress
from seedcheck.training.progress import Meter, Progress, metered

SETTINGS = nn.Settings(layers=[2, 3, 1], learning_rate=0.1, epochs=40, initializer="he", record_every=10)
FOLDER = Path("results/e/v")


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Work in a folder of a study, and write at each record."""
    (tmp_path / ".snakemake").mkdir()
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(progress, "INTERVAL", 0)


def ensemble(networks: int) -> Ensemble:
    """Return networks of many points, so that they are trained in more than one chunk."""
    generator = np.random.default_rng(0)
    X, theta = generator.standard_normal((2, 30)), generator.standard_normal((networks, 13))
    return Ensemble(SETTINGS, theta, X, (X[:1] > 0) * 1.0, 0, np.arange(networks))


def train(own: Ensemble, meter: Meter | None) -> nn.Run:
    """Train an ensemble with or without a meter."""
    witnesses = [meter.witness(own)] if meter else []
    return nn.train(own.settings, own.theta, own.X, own.Y, progress=meter, witnesses=witnesses)


def test_progress_rises_over_all_chunks_to_the_total() -> None:
    """Epochs times networks, chunk by chunk and one ensemble after the other; the file goes in the end."""
    seen = []
    own = ensemble(70)

    def look(*_: object) -> None:
        if found := progress.read(FOLDER):
            seen.append(found.done)

    with metered(FOLDER, 2 * 70 * 40, look) as meter:
        train(own, meter)
        train(own, meter)
        last = progress.read(FOLDER)
    assert len(list(own.chunks())) == 3
    assert seen == sorted(seen)
    assert last
    assert (last.done, last.total, len(last.costs)) == (5600, 5600, 5)
    assert progress.read(FOLDER) is None


def test_who_looks_on_changes_nothing() -> None:
    """Neither a parameter nor a cost, to the last bit."""
    own = ensemble(40)
    with metered(FOLDER, 1600) as meter:
        watched = train(own, meter)
    alone = train(own, None)
    assert watched.theta.tobytes() == alone.theta.tobytes()
    assert watched.costs.tobytes() == alone.costs.tobytes()


def test_nothing_is_written_outside_of_a_study(tmp_path: Path) -> None:
    """A step that is run by hand elsewhere leaves no folder behind."""
    (tmp_path / ".snakemake").rmdir()
    with metered(FOLDER, 1600) as meter:
        train(ensemble(40), meter)
    assert list(tmp_path.iterdir()) == []


def test_a_file_that_cannot_be_written_or_read_stops_no_training(tmp_path: Path) -> None:
    """The training goes on without it, and who looks on sees nothing."""
    (tmp_path / ".snakemake/seedcheck").write_text("in the way")
    with metered(FOLDER, 1600) as meter:
        assert train(ensemble(40), meter).theta.shape == (40, 13)
    (tmp_path / ".snakemake/seedcheck").unlink()
    progress.place(FOLDER).parent.mkdir(parents=True)
    progress.place(FOLDER).write_text('{"done": 1')
    assert progress.read(FOLDER) is None
    progress.place(FOLDER).write_text('{"done": 1, "total": 2, "costs": [0.5]}')
    assert progress.read(FOLDER) == Progress(1, 2, (0.5,))
