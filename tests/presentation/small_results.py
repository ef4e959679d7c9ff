"""The results of a small study as they lie on disk, and what a page made of them says."""

import json
import re
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import yaml

from seedcheck.steps.page import PageJob, page
from tests.presentation.decided import FAILURES, SUMMARY, UNDECIDED, compared

SETTINGS = {"layers": [2, 3, 1], "learning_rate": 0.3, "epochs": 20, "loss": "logits", "l2_lambda": 0.0, "scale": 1.0}
EXPERIMENT = {"title": "Tricks", "question": "Do tricks help?", "suite": "tricks", "dataset": "rings", "replicates": 20,
              "reference": "none", "plane": True, "variants": ["none", "l2"],
              "titles": {"none": "Plain", "l2": "L2"}}  # fmt: skip
SWEEP = {"title": "How much?", "question": "Is more better?", "experiment": "tricks", "grid": {"l2_lambda": [0, 1]}}
LOOKS = {"recent records": {"typical": -0.013, "verdict": "worse"},
         "redrawn data": {"typical": 0.002, "verdict": "undecided"}}  # fmt: skip
CLAIM = {"source": "the paper", "claim": "L2 beats none", "experiment": "tricks", "variant": "l2", "against": "none",
         "metric": "test_accuracy", "published": 0.93, "published_against": 0.915, "reproduced": 0.93,
         "reproduced_against": 0.915, "reproduction": "reproduced", "seeds": 20, "iqm": 0.935,
         "iqm_against": 0.925, "found": UNDECIDED, "control": "", "found_control": {}, "regained": None,
         "corner": "", "found_corner": {}, "iqm_control": None, "iqm_corner": None, "sensitivity": LOOKS,
         "symmetric": None, "verdict": "undecided"}  # fmt: skip
PUBLISHED = {"tricks": {"l2": {"settings": {"epochs": 20}, "cost": {0: 0.7, 10: 0.5}, "train_accuracy": 0.95,
                               "test_accuracy": 0.93}}}  # fmt: skip


PLAN: dict[str, Any] = {"root_seed": 0, "experiments": {}, "sweeps": {}, "analysis": {}}


def decisions(**changed: Any) -> dict[str, Any]:
    """Return the decisions on the small study."""
    runs = {"none": {"accuracy": 0.915, "wilson": [0.868, 0.946], "outcome": "fine"},
            "l2": {"accuracy": 0.93, "wilson": [0.886, 0.958], "outcome": "fine", "mcnemar_p": 0.453}}  # fmt: skip
    l2 = compared(summary=SUMMARY | {"median": 0.935}, published_run=runs["l2"])
    variants = {"none": {"summary": SUMMARY, "failures": FAILURES, "published_run": runs["none"]}, "l2": l2}
    tricks = {"reference": "none", "replicates": 20, "margin": 0.02, "test_points": 200, "variants": variants}
    return {"claims": [CLAIM], "experiments": {"tricks": tricks}, "suites": {}} | changed


def gate(*, passed: bool = True) -> dict[str, Any]:
    """Return a report of gradient checks; a failed one is off in W1 at the perturbed point."""
    points = [{"point": "initial", "examples": 30, "examples_left_out": 4, "checks": checks(1e-16, 2e-9)}]
    found = checks(3e-16, 4e-9) if passed else checks(0.3, 0.4)
    points.append({"point": "perturbed", "examples": 30, "examples_left_out": 5, "checks": found})
    failures = [] if passed else ["perturbed point, complex step: off is W1 by 3.00e-01 (accepted: 1e-12)"]
    return {"passed": passed, "failures": failures, "points": points, "training": certificate(4e-13)}


def certificate(difference: float) -> dict[str, Any]:
    """Return what was compared of a training."""
    return {"passed": True, "failures": [], "compared": {"cost": {"difference": 0.0},
                                                         "update of W1": {"difference": difference}}}  # fmt: skip


def checks(complex_step: float, central: float) -> list[dict[str, Any]]:
    """Return both checks at a point, from their differences."""
    found = []
    for method, difference, kinks in (("complex_step", complex_step, 0), ("central_difference", central, 2)):
        array = {"difference": difference, "parameters": 13, "checked": 9, "kinks": kinks}
        passed = difference < 2e-7
        found.append({"method": method, "passed": passed, "arrays": {"W1": array, "all": array}})
    return found


def record(variant: str, **changed: Any) -> dict[str, Any]:
    """Return the record of a training."""
    metrics = {"final_cost": 0.25, "train_accuracy": 0.95, "test_accuracy": 0.915 if variant == "none" else 0.93,
               "test_cross_entropy": 0.28}  # fmt: skip
    return {
        "dataset": "rings",
        "settings": SETTINGS | {"l2_lambda": 0.0 if variant == "none" else 0.7},
        "diverged_at_epoch": None,
        "metrics": metrics,
        "data": {"sha256": "d1", "source": "made", "stand_in": ""},
        "code": "c1",
        "software": {"python": "3.11", "numpy": "2.4"},
        "blas": {"library": "openblas", "threads": 1},
    } | changed


def write(path: str, value: Any) -> None:
    """Write JSON below results/, or text."""
    file = Path("results", path)
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(value if isinstance(value, str) else json.dumps(value), encoding="utf-8")


def write_variant(variant: str, gradients: Any = None, trained: Any = None) -> None:
    """Write what a variant leaves: its gate's report and, if that has passed, its record and costs."""
    gradients = gradients or gate()
    write(f"tricks/{variant}/{'gradients' if gradients['passed'] else 'refused'}.json", gradients)
    if not gradients["passed"]:
        for path in Path("results/tricks", variant).glob("[!r]*"):  # as Snakemake does
            path.unlink()
        Path("results/tricks", variant, "record.json").unlink(missing_ok=True)
    else:
        write(f"tricks/{variant}/record.json", trained or record(variant))
        write(f"tricks/{variant}/certificate.json", certificate(6e-13))
        write(f"tricks/{variant}/costs.csv", "epoch,cost\n0,0.7\n10,0.5\n20,0.25\n")
        write(f"benchmarks/train/tricks.{variant}.tsv", "s\tmax_rss\n1.25\t90\n")


def write_study() -> None:
    """Write the results of the small study, all of them."""
    for variant in EXPERIMENT["variants"]:
        write_variant(variant)
    write("comparison/decisions.json", decisions())
    Path("published.yaml").write_text(yaml.safe_dump(PUBLISHED), encoding="utf-8")


def job(**changed: Any) -> PageJob:
    """Return the settings of the page of the small study; ``changed`` are those of its experiment."""
    return PageJob(experiments={"tricks": EXPERIMENT | changed}, sweeps={}, plan=PLAN)


def render(chosen: PageJob | None = None) -> str:
    """Make the page as the pipeline does, and return it."""
    if not Path("published.yaml").exists():
        Path("published.yaml").write_text("{}", encoding="utf-8")
    page(Path("published.yaml"), Path("results/report.html"), chosen or job())
    return Path("results/report.html").read_text(encoding="utf-8")


class Reader(HTMLParser):
    """Reads a page: its text, tables by label, images, links and ids."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.words: list[str] = []
        self.tables: dict[str, list[list[str]]] = {}
        self.images: list[dict[str, str | None]] = []
        self.links: dict[str, str] = {}
        self.ids: list[str] = []
        self.label = self.href = ""
        self.is_permanent_link = False
        self.cell: str | None = None  # text of the open cell
        self.feed(html)
        self.close()

    @property
    def text(self) -> str:
        """Everything that is written on the page, with single spaces."""
        return re.sub(r"\s+", " ", "".join(self.words))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Open a table, a row or a cell; keep images and links."""
        attributes = dict(attrs)
        self.label = (attributes.get("aria-label") if tag == "div" else "") or self.label
        self.is_permanent_link = attributes.get("class") == "link"
        self.href = (attributes.get("href") or "") if tag == "a" else self.href
        if "id" in attributes:
            self.ids.append(attributes["id"] or "")
        if tag == "img":
            self.images.append(attributes)
        if attributes.get("role") == "img":  # a picture that is drawn in the page itself
            self.images.append({"alt": attributes["aria-label"], "src": None})
        if tag == "table":
            self.tables.setdefault(self.label, [])
        elif tag == "tr":
            self.tables[self.label].append([])
        elif tag in {"td", "th"}:
            self.cell = ""

    def handle_data(self, data: str) -> None:
        """Add to the text, and to the open cell; the signs of permanent links are no text."""
        if self.is_permanent_link and data == "#":
            return
        self.words.append(data)
        if self.lasttag == "a" and data.strip():
            self.links.setdefault(data.strip(), self.href)
        if self.cell is not None:
            self.cell += data

    def handle_endtag(self, tag: str) -> None:
        """Close a cell."""
        if tag in {"td", "th"}:
            self.tables[self.label][-1].append(" ".join((self.cell or "").split()))
            self.cell = None

    def row(self, label: str, first: str) -> list[str]:
        """Return the row of a table that starts with a cell."""
        return next(row for row in self.tables[label] if row[0] == first)
