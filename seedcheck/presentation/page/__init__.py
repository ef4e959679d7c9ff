"""The page: results/report.html, one file with everything in it.

A section is a template, and a module of the same name that makes what it shows: objects with ready strings. Templates
say where things stand, modules what they are, ``seedcheck.presentation.words`` how they are called.
"""

from collections.abc import Sequence
from pathlib import Path

import jinja2

from seedcheck.presentation import words
from seedcheck.presentation.page.claims import claims_view
from seedcheck.presentation.page.experiment import experiment_views
from seedcheck.presentation.page.finding import finding_view, head_view, own_experiments
from seedcheck.presentation.page.gates import gates_view
from seedcheck.presentation.page.material import NOTHING_DECIDED, Material
from seedcheck.presentation.page.overview import overview_rows
from seedcheck.presentation.page.parts import SECTIONS, drawings_of, picture, verdict
from seedcheck.presentation.page.provenance import provenance_view
from seedcheck.presentation.page.published import published_view
from seedcheck.presentation.page.suites import suite_views
from seedcheck.presentation.page.sweeps import sweep_views
from seedcheck.presentation.style import CSS, DARK

__all__ = ["NOTHING_DECIDED", "SECTIONS", "Material", "bare", "render"]


TEMPLATES = jinja2.Environment(
    loader=jinja2.FileSystemLoader(Path(__file__).parent),
    autoescape=True,
    undefined=jinja2.StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)


def render(material: Material) -> str:
    """Return the page as HTML."""
    experiments = {name: material.shown(name) for name in material.experiments}
    has_own = bool(own_experiments(material))
    return TEMPLATES.get_template("base.html").render(
        css=CSS,
        dark=DARK,
        head=head_view(material),
        finding=finding_view(material),
        overview=overview_rows(material),
        meanings=[(verdict(code), meaning) for code, meaning in words.MEANINGS.items()],
        is_wide=material.is_wide,
        is_overview_next=has_own and not material.is_wide,
        is_overview_last=not has_own and not material.is_wide,
        claims=claims_view(material),
        suites=suite_views(material),
        sweeps=sweep_views(material),
        experiments=experiment_views(material),
        published=published_view(material),
        gates=gates_view(material),
        data=[picture(drawing, drawing.texts["dataset"]) for drawing in drawings_of("data", experiments, {})],
        provenance=provenance_view(material),
    )


def bare(missing: Sequence[str]) -> str:
    """Return a page as HTML that says no more than what is missing and why: for when the page itself failed."""
    return TEMPLATES.get_template("bare.html").render(css=CSS, dark=DARK, missing=missing)
