"""MLflow's pages in a real browser, served as `make ui` does: each shows what its users look for."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

import pytest

from seedcheck.files import read_json, write_csv, write_json
from seedcheck.study.paths import RECEIPT
from seedcheck.tracking import client as tracking
from seedcheck.tracking.links import comparison, links, run_address
from seedcheck.training import replicate_rows
from seedcheck.training.results import collect
from tests.own_process import in_own_process
from tests.tracking.conftest import answers, end, free_port
from tests.tracking.test_client import ROOT, judged, layout
from tests.tracking.test_expected import write_whole

sync_api = pytest.importorskip("playwright.sync_api")
pytestmark = pytest.mark.slow
VARIANTS = ("plain", "l2", "dropout")
PATIENCE = 60_000  # milliseconds, on a busy machine


class Pages(NamedTuple):
    """A browser's page, and the addresses of what is served."""

    page: sync_api.Page
    base: str
    table: str
    run: str

    def shows(self, address: str, *texts: str) -> None:
        """Open a page, and wait until it has some texts."""
        self.page.goto("about:blank")
        self.page.goto(address)
        for text in texts:
            self.page.get_by_text(text).first.wait_for(timeout=PATIENCE)


def log_variants() -> None:
    """Log three variants into a store in this folder."""
    own_layout = layout("tricks", *VARIANTS)
    found = judged("plain", l2=("better", 0.02), dropout=("undecided", 0.01))
    write_json(RECEIPT, tracking.log_study(own_layout, collect(own_layout), {"tricks": found}))


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Pages]:
    """Log three variants, serve them, and open a browser."""
    from tests.workflow.test_page import CHROMIUM

    folder, port = tmp_path_factory.mktemp("pages"), free_port()
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        patch.delenv("MLFLOW_TRACKING_URI", raising=False)
        for variant in VARIANTS:
            write_whole("tricks", variant)
            own = collect(layout("tricks", variant))[0]
            write_csv(own.folder / "replicates.csv", replicate_rows.rows(own.replicates()), replicate_rows.COLUMNS)
        in_own_process(log_variants)
        tracked = read_json(RECEIPT, "experiments")
    base = f"http://127.0.0.1:{port}"
    ((_, table),) = links(base, tracked)
    run = run_address(base, tracked, "tricks", "l2")
    assert run
    options = ["--no-sandbox"] if os.getuid() == 0 else []
    with (
        as_make_ui(folder, port, table),
        sync_api.sync_playwright() as playwright,
        playwright.chromium.launch(executable_path=CHROMIUM, args=options) as browser,
    ):
        yield Pages(browser.new_page(viewport={"width": 1600, "height": 1200}), base, table, run)


@contextmanager
def as_make_ui(folder: Path, port: int, table: str) -> Iterator[None]:
    """Serve as `make ui PORT=...` does, and see that it prints the links."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("MLFLOW_", "_MLFLOW"))}
    kept |= {"PYTHONPATH": str(ROOT), "PATH": f"{Path(sys.executable).parent}:{kept['PATH']}"}
    command = [sys.executable, "-P", "-m", "seedcheck.steps.ui", "--port", str(port)]
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen(command, cwd=folder, env=kept, stdout=log, stderr=log, start_new_session=True)
    try:
        answers(port, process, folder / "log")
        said = (folder / "log").read_text(encoding="utf-8")
        assert table in said
        assert comparison(table) in said
        assert f"make results PORT={port}" in said
        yield
    finally:
        end(process)


def test_experiments_are_listed(pages: Pages) -> None:
    """By name."""
    pages.shows(f"{pages.base}/#/experiments", "seedcheck/tricks")


def test_table_of_runs_has_our_columns(pages: Pages) -> None:
    """With the training's duration."""
    pages.shows(pages.table, "l2", "seeds_test_accuracy_iqm", "difference_typical", "verdict", "undecided", "16.5s")


def test_three_runs_are_compared_by_the_accuracy_of_each_seed(pages: Pages) -> None:
    """Costs, which are not comparable, come last."""
    pages.shows(comparison(pages.table), "Accuracy over seeds", "seeds_test_accuracy")
    said = pages.page.locator("body").inner_text()
    assert 0 < said.index("Accuracy over seeds") < said.index("Configured seed")
    assert "cost" not in said[: said.index("Configured seed")]
    pages.page.locator(".js-plotly-plot .point").first.wait_for(timeout=PATIENCE)
    lines = pages.page.locator(".js-plotly-plot").first.locator(".scatterlayer .trace")
    lines.nth(2).wait_for(state="attached", timeout=PATIENCE)


def test_run_is_one_of_training(pages: Pages) -> None:
    """With source, data, model and the verdict first among its tags."""
    pages.shows(pages.run, "train.py", "d-train", "better", "against plain: better", "Logged models")


def test_curve_is_drawn(pages: Pages) -> None:
    """The cost over epochs."""
    address, _, query = pages.run.partition("?")
    pages.shows(f"{address}/model-metrics?{query}", "cost")
    pages.page.locator(".js-plotly-plot .scatterlayer .trace").first.wait_for(timeout=PATIENCE)


def test_figure_is_shown(pages: Pages) -> None:
    """The confusion matrix, as a picture."""
    address, _, query = pages.run.partition("?")
    pages.shows(f"{address}/artifacts/figures/confusion_matrix.svg?{query}", "confusion_matrix.svg")
    pages.page.wait_for_function("[...document.images].some(i => i.naturalWidth > 300)", timeout=PATIENCE)


def test_table_of_seeds_is_shown(pages: Pages) -> None:
    """As a table."""
    address, _, query = pages.run.partition("?")
    pages.shows(f"{address}/artifacts/replicates.csv?{query}", "outcome", "diverged")


def test_champion_is_registered_and_says_how_to_load_it(pages: Pages) -> None:
    """With its alias."""
    pages.shows(f"{pages.base}/#/models/seedcheck-tricks", "seedcheck-tricks", "champion", "mlflow.set_tracking_uri")
