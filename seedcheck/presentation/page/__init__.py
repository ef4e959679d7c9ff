"""The page: results/report.html, one file with everything in it.

A section is a template, and a module of the same name that makes what it shows: objects with ready strings. Templates
say where things stand, modules what they are, ``seedcheck.presentation.words`` how they are called.
"""

import base64
import hashlib
from collections.abc import Sequence
from pathlib import Path

import jinja2
from markupsafe import Markup

from seedcheck.presentation import words
from seedcheck.presentation.page.chance import chance_view
from seedcheck.presentation.page.claims import claims_view
from seedcheck.presentation.page.experiment import experiment_views
from seedcheck.presentation.page.finding import finding_view, head_view, leading, own_experiments
from seedcheck.presentation.page.gates import gates_view
from seedcheck.presentation.page.material import NOTHING_DECIDED, Material
from seedcheck.presentation.page.overview import overview_rows
from seedcheck.presentation.page.parts import SECTIONS, drawings_of, picture, verdict
from seedcheck.presentation.page.points import script_parts
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


SCRIPTS = ("common.js", "card.js", "follow.js", "tables.js", "one_seed.js")
SCRIPT = Markup("\n".join((Path(__file__).parent / name).read_text(encoding="utf-8") for name in SCRIPTS))
_DIGEST = base64.b64encode(hashlib.sha256(SCRIPT.encode()).digest()).decode()
# What a browser lets the page do: be drawn, and run this script; ask for anything, nothing.
POLICY = f"default-src 'none'; img-src data:; style-src 'unsafe-inline'; script-src 'sha256-{_DIGEST}'"


def render(material: Material) -> str:
    """Return the page as HTML."""
    experiments = {name: material.shown(name) for name in material.experiments}
    has_own = bool(own_experiments(material))
    return TEMPLATES.get_template("base.html").render(
        css=CSS,
        dark=DARK,
        head=head_view(material),
        finding=finding_view(material),
        chance=chance_view(material, leading(material)),
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
        has_data=any(experiment["dataset"] for experiment in material.experiments.values()),
        provenance=provenance_view(material),
        points=script_parts(material),
        script=SCRIPT,
        policy=POLICY,
    )


def bare(missing: Sequence[str]) -> str:
    """Return a page as HTML that says no more than what is missing and why: for when the page itself failed."""
    return TEMPLATES.get_template("bare.html").render(css=CSS, dark=DARK, missing=missing)
