"""The page in a browser: pointing at seeds, following a variant, drawing a seed, sorting and filtering tables."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from playwright.sync_api import Browser, Locator, Page, sync_playwright

from seedcheck.presentation.figures import lines
from seedcheck.presentation.figures.job import FiguresJob
from seedcheck.presentation.figures.lines import Curve
from seedcheck.presentation.one_seed import CLAIMS, claim_of, counted
from seedcheck.presentation.page import formats
from seedcheck.steps.figures import figures
from seedcheck.training import regions, replicates
from seedcheck.training.regions import Regions
from seedcheck.training.replicates import Replicates
from tests.presentation.small_results import EXPERIMENT, job, render, write_study
from tests.workflow.test_page import CHROMIUM

SEEDS, POINTS = 20, 200
RIGHT = {"none": np.array([183 + seed % 5 for seed in range(SEEDS)]),
         "l2": np.array([184 + 3 * seed % 7 for seed in range(SEEDS)])}  # fmt: skip
DIVERGED = 11  # a seed of l2
TITLE = "</script><b>Odd</b> & {x} $y$ 🎉"
TITLES = {"none": "Plain", "l2": "L2 (<0.7>)"}
CLAIM = [claim_of(None if seed == DIVERGED else int(l2), int(none))
         for seed, (none, l2) in enumerate(zip(RIGHT["none"], RIGHT["l2"], strict=True))]  # fmt: skip
LEFT, RIGHT_EDGE = (np.packbits(np.tile(of_row, 48)) for of_row in (np.arange(48) < 20, np.arange(48) >= 30))
BOUNDARIES = {"none": LEFT, "l2": np.concatenate([LEFT, RIGHT_EDGE])}  # of two classes, and of three
LAST = 290  # epoch
STOPS = {"l2": (np.where(np.arange(SEEDS) < 15, 100, LAST), np.where(np.arange(SEEDS) < 15, 50, 250))}


def seeds_of(variant: str) -> Replicates:
    """Return replicates with so many points right, of which the costs fall to 0.1; those of l2 may stop early."""
    correct = np.arange(POINTS) < RIGHT[variant][:, None]
    diverged = np.arange(SEEDS) == (DIVERGED if variant == "l2" else -1)
    costs = np.where(diverged[:, None], np.nan, np.geomspace(1.0, 0.1, 30))
    stopped, kept = STOPS.get(variant, (None, None))
    return Replicates(correct, correct, np.linspace(0, LAST, 30).astype(int), costs, diverged, np.full(SEEDS, 0.5),
                      stopped=stopped, kept=kept)  # fmt: skip


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the page of a small study with all that can be pointed at."""
    folder = tmp_path_factory.mktemp("interactive")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        write_study()
        for variant in EXPERIMENT["variants"]:
            replicates.write(f"results/tricks/{variant}/replicates.h5", seeds_of(variant))
            kept = Regions(np.array([2, 7]), np.array([-1.0, 1, -1, 1]), np.stack([BOUNDARIES[variant]] * 2))
            regions.write(f"results/tricks/{variant}/regions.h5", kept)
        shown = EXPERIMENT | {"title": TITLE, "titles": TITLES}
        figures(FiguresJob("verdicts", {}, {"tricks": shown}, {}, EXPERIMENT["variants"]))
        numbers = {"cost": dict.fromkeys(range(20), 0.5), "settings": {"epochs": 20}}
        Path("published.yaml").write_text(json.dumps({"tricks": {"l2": numbers}}), encoding="utf-8")
        costs = [Curve(name, TITLES[name], "#0072b2", np.arange(3), np.ones(3)) for name in TITLES]
        Path("results/tricks/curves.svg").write_text(lines.draw(TITLE, costs, "cost"), encoding="utf-8")
        render(job(title=TITLE, titles=TITLES))
    return folder / "results/report.html"


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Start Chromium."""
    flags = ["--no-sandbox", "--disable-gpu"]
    with sync_playwright() as playwright, playwright.chromium.launch(executable_path=CHROMIUM, args=flags) as chromium:
        yield chromium


@pytest.fixture
def page(browser: Browser, report: Path) -> Iterator[Page]:
    """Return the page, freshly opened; it asks for nothing and complains of nothing, whatever is done with it."""
    page, heard = browser.new_page(viewport={"width": 1280, "height": 900}, has_touch=True), []
    page.on("request", lambda request: heard.append(request.url))
    page.on("console", lambda message: heard.append(message.text))
    page.on("pageerror", lambda error: heard.append(str(error)))
    page.goto(report.as_uri())
    yield page
    assert [said for said in heard if said != report.as_uri() and not said.startswith("data:")] == []
    page.close()


def dot(page: Page, variant: str, seed: int, kind: str = "replicates") -> Locator:
    """Return a seed's dot in a picture."""
    return page.locator(f'.drawing[data-kind={kind}] [data-v="{variant}"] circle[data-s="{seed}"]')


def card(page: Page) -> str:
    """Return what the card says."""
    assert page.locator("#card").is_visible()
    return page.locator("#card").inner_text().replace("\u202f", " ")


def test_pointing_at_a_dot_shows_its_seed(page: Page) -> None:
    """Accuracies, the difference from the reference's same seed, and the cost curve, which falls."""
    dot(page, "l2", 3).hover(force=True)
    said = card(page)
    assert "L2 (<0.7>) seed 3" in said
    assert f"test {formats.percent(186 / POINTS)}".replace("\u202f", " ") in said
    assert "as many as Plain from this seed (93.0 %)" in said
    curve = page.locator("#card path.own").get_attribute("d") or ""
    heights = [float(y) for y in re.findall(r"[ML][\d.]+ ([\d.]+)", curve)]
    assert len(heights) == 24
    assert (heights[0], heights[-1]) == (0, 60)
    assert sorted(heights) == heights
    page.mouse.move(5, 5)
    assert page.locator("#card").is_hidden()


def test_difference_names_its_size_and_sign(page: Page) -> None:
    """In the other picture, too."""
    page.locator("details").evaluate_all("all => all.forEach(one => one.open = true)")
    dot(page, "l2", 4, "differences").hover(force=True)
    assert "1.0 points more than Plain from this seed (93.5 %)" in card(page)


def test_early_stopping_is_told_of_a_seed_and_of_all(page: Page) -> None:
    """When it stopped, if it did, and of which epoch its weights are; of all that did not diverge, the median one."""
    ends = {3: "stopped at epoch 100, weights of epoch 50", 16: "not stopped early, weights of epoch 250"}
    for seed, said in ends.items():
        dot(page, "l2", seed).hover(force=True)
        assert said in card(page)
    dot(page, "none", 3).hover(force=True)
    assert "weights" not in card(page)
    table = page.locator("[aria-label$='over seeds'] table").first
    column = table.locator("th:not([scope])").all_text_contents().index("stopped early, median epoch kept")
    cells = [table.locator(f'tr[data-v="{variant}"] > *').nth(column).text_content() for variant in ("none", "l2")]
    assert cells == ["", "14 of 19, 50"]


@pytest.mark.parametrize(("variant", "right"), [("none", "211,226,243,255"), ("l2", "213,236,218,255")])
def test_boundary_is_drawn_where_it_is_kept(page: Page, variant: str, right: str) -> None:
    """Twenty squares on the left are of class 1, some on the right may be of class 2, the others are of class 0."""
    dot(page, variant, 7).hover(force=True)
    colors = page.evaluate("""() => {
        const canvas = document.querySelector("#card canvas"), pen = canvas.getContext("2d");
        const row = pen.getImageData(0, 20, 48, 1).data;
        return [19, 20, 30].map(x => [...row.slice(4 * x, 4 * x + 4)].join()).concat(canvas.width);
    }""")
    assert colors == ["247,217,214,255", "211,226,243,255", right, 48]


def test_seed_without_a_boundary_says_which_have_one(page: Page) -> None:
    """They are worst, median and best."""
    dot(page, "l2", 3).hover(force=True)
    assert page.locator("#card canvas").count() == 0
    assert "Boundaries are kept of seeds 2, 7" in card(page)


def test_keys_go_from_dot_to_dot(page: Page) -> None:
    """One tab stop a picture; arrows go by value, and to the same seed of the next variant; Escape ends."""
    page.locator(".drawing").first.focus()
    page.keyboard.press("Home")
    page.keyboard.press("Home")
    first = card(page)
    assert "Plain seed 0" in first
    page.keyboard.press("ArrowRight")
    assert "Plain seed 5" in card(page)
    page.keyboard.press("ArrowDown")
    assert "L2 (<0.7>) seed 5" in card(page)
    assert "L2 (<0.7>) seed 5" in page.locator("#voice").inner_text()
    page.keyboard.press("Escape")
    assert page.locator("#card").is_hidden()
    assert page.locator(".drawing[tabindex='0']").count() == 2
    assert page.locator("circle[tabindex]").count() == 0


def test_a_tap_shows_a_seed(page: Page) -> None:
    """And a tap elsewhere hides it."""
    dot(page, "none", 6).tap(force=True)
    assert "Plain seed 6" in card(page)
    page.locator("h1").tap()
    assert page.locator("#card").is_hidden()


@pytest.mark.parametrize("how", ["name", "row", "swatch", "key"])
def test_a_variant_is_followed_through_all_pictures(page: Page, how: str) -> None:
    """From its name in a picture, a row or the square in a table, or Enter at a dot; Escape ends it."""
    table = page.locator("table tr[data-v=l2]").first
    if how == "name":
        page.locator(".drawing[data-kind=replicates] .row[data-v=l2] .name").click()
    elif how == "row":
        table.locator("td").last.click()
    elif how == "swatch":
        table.locator("button.swatch").press("Enter")
    else:
        page.locator(".drawing").first.focus()
        for key in ("Home", "ArrowDown", "Enter"):
            page.keyboard.press(key)
    others = page.locator('.drawing .row[data-v="none"]').first
    page.wait_for_timeout(300)  # for the transition
    assert float(others.evaluate("node => getComputedStyle(node).opacity")) < 0.3
    rows = page.locator(".drawing .row[data-v=l2]")
    assert rows.count() == 3  # the last one in the legend of the curves
    assert all(row.evaluate("node => getComputedStyle(node).opacity") == "1" for row in rows.all())
    lines = page.locator(".drawing[data-kind=replicates] .leads").get_attribute("d") or ""
    assert lines.count("L") == SEEDS - 1  # one seed diverged
    pressed = page.locator("button.swatch[aria-pressed=true]")
    assert pressed.count() == page.locator("tr[data-v=l2]").count() > 1
    page.keyboard.press("Escape")
    assert page.locator(".followed, .leads, button.swatch[aria-pressed=true]").count() == 0


def test_a_curve_is_followed_from_its_legend(page: Page) -> None:
    """It gets wider, and the other one fades."""
    page.locator("details").evaluate_all("all => all.forEach(one => one.open = true)")
    page.locator(".drawing[data-kind=curves] .row[data-v=l2] .name").click()
    page.wait_for_timeout(300)
    own, other = (page.locator(f".drawing[data-kind=curves] .curve[data-v={name}]") for name in ("l2", "none"))
    assert own.locator("path").evaluate("node => getComputedStyle(node).strokeWidth") == "3px"
    assert float(other.evaluate("node => getComputedStyle(node).opacity")) < 0.3


def test_a_second_click_ends_following(page: Page) -> None:
    """As Escape does."""
    name = page.locator(".drawing[data-kind=replicates] .row[data-v=l2] .name")
    name.click()
    assert page.locator("body.following").count() == 1
    name.click()
    assert page.locator("body.following").count() == 0


def column(table: Locator, number: int) -> list[str]:
    """Return the texts of a column."""
    return [row.locator("th, td").nth(number).inner_text() for row in table.locator("tbody tr:visible").all()]


def test_tables_are_sorted_by_their_heads(page: Page) -> None:
    """Numbers as such, up, down, and as it was; the head says which."""
    page.locator("details").evaluate_all("all => all.forEach(one => one.open = true)")
    wide = page.locator("table:has(tr[data-v=none])").last
    assert column(wide, 0) == ["Plain", "L2 (<0.7>)"]
    head = wide.locator("th button.sort").first
    head.click()
    assert column(wide, 0) == ["L2 (<0.7>)", "Plain"]
    assert wide.locator("[aria-sort=ascending]").count() == 1
    head.click()
    assert wide.locator("[aria-sort=descending]").count() == 1
    assert column(wide, 0) == ["Plain", "L2 (<0.7>)"]
    head.press("Enter")
    assert wide.locator("[aria-sort]").count() == 0
    assert column(wide, 0) == ["Plain", "L2 (<0.7>)"]


NUMBERS = ["10", "9.5 %", "\u22121.2", "< 0.001", "1.6e-16", "", "2,000", "+3"]
ORDERED = ["\u22121.2", "< 0.001", "1.6e-16", "+3", "9.5 %", "10", "2,000", ""]


def test_numbers_are_sorted_as_numbers(browser: Browser, report: Path) -> None:
    """With signs, percents, bounds and exponents; empty cells last, rows of equal value in their order."""
    html = report.read_text(encoding="utf-8")
    rows = "".join(f"<tr><td>{n.replace('<', '&lt;')}</td><td>same</td></tr>" for n in NUMBERS)
    made = f"<main><table><thead><tr><th>n</th><th>s</th></tr></thead><tbody>{rows}</tbody></table>"
    changed = report.with_name("numbers.html")
    changed.write_text(html.replace("<main>", made, 1), encoding="utf-8")
    page = browser.new_page()
    page.goto(changed.as_uri())
    table = page.locator("table").first
    table.locator("button.sort").first.click()
    found = column(table, 0)
    assert sorted(found[1:3]) == sorted(ORDERED[1:3])  # a bound is less than what it bounds
    assert [found[0], *found[3:]] == [ORDERED[0], *ORDERED[3:]]
    table.locator("button.sort").last.click()
    assert column(table, 0) == NUMBERS
    page.close()


def test_script_rounds_as_the_page_does(page: Page) -> None:
    """Halves to the even digit, for all shares of some numbers of points."""
    for of in (7, 80, 200, 400, 2000):
        shown = page.evaluate("of => Array.from({length: of + 1}, (_, count) => percent(count, of))", of)
        assert shown == [formats.percent(count / of) for count in range(of + 1)]


def test_long_tables_are_filtered(page: Page) -> None:
    """By all words of the box; how many rows are left is said."""
    page.locator("details").evaluate_all("all => all.forEach(one => one.open = true)")
    box = page.locator(".filter input")
    assert box.count() == 1
    table = page.locator(".filter + .table table")
    assert len(column(table, 0)) == 20
    box.fill("cost 10")
    assert column(table, 3) == ["10"]
    assert "1 of 20 rows" in page.locator(".filter").inner_text()
    box.fill("")
    assert len(column(table, 0)) == 20


def test_drawing_a_seed_prints_its_claim(page: Page) -> None:
    """Each press prints what that seed says, the tally adds up, and all seeds come before any comes again."""
    section, drawn, tally = page.locator(".one-seed").first, [], dict.fromkeys(CLAIMS, 0)
    for _ in range(SEEDS):
        section.locator(".draw button").click()
        seed = int(section.locator("output").inner_text().removeprefix("Seed "))
        drawn.append(seed)
        tally[CLAIM[seed]] += 1
        said = section.locator("li").inner_text().replace("\u202f", " ")
        if CLAIM[seed] is None:
            assert CLAIMS[None].word in said
        else:
            own, other = (formats.percent(RIGHT[name][seed] / POINTS) for name in ("l2", "none"))
            printed = f"L2 (<0.7>): {own} against {other}: \u201cL2 (<0.7>) {CLAIMS[CLAIM[seed]].word}\u201d".replace(
                "\u202f", " "
            )
            assert printed in said
            assert CLAIMS[CLAIM[seed]].word in page.locator("#voice").inner_text()
        counts = ", ".join(f"{CLAIMS[key].word}: {tally[key]}" for key in (1, -1, 0))
        assert f"Drawn so far: {len(drawn)}; {counts}" in said
        assert "All 20 seeds: undecided" in said
        marked = page.locator(".drawing circle.now").evaluate_all("all => all.map(node => node.dataset.s)")
        assert set(marked) == {str(seed)}
        assert section.locator(".cells i.now").count() == 1
    assert sorted(drawn) == list(range(SEEDS))
    assert counts == ", ".join(f"{CLAIMS[key].word}: {CLAIM.count(key)}" for key in (1, -1, 0))


def test_a_seed_is_drawn_with_the_keyboard(page: Page) -> None:
    """And nothing moves for who does not want motion."""
    page.emulate_media(reduced_motion="reduce")
    page.locator(".draw button").first.press("Enter")
    assert page.locator(".one-seed output").first.inner_text().startswith("Seed ")
    assert page.locator(".cells i.now").first.evaluate("node => getComputedStyle(node).animationName") == "none"


def test_without_script_the_page_is_complete(browser: Browser, report: Path) -> None:
    """Pictures, each seed's claim with the counts in words, tables and titles; nothing that would do nothing."""
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(report.as_uri())
    assert page.locator(".drawing circle").count() == 3 * SEEDS - 2
    assert dot(page, "none", 3).locator("title").text_content() == "seed 3: 93.0"
    section = page.locator(".one-seed").first
    signs = "".join(CLAIMS[key].sign for key in CLAIM)
    assert "".join(section.locator(".cells").inner_text().split()) == signs
    assert counted(CLAIM) in section.inner_text()
    assert page.locator("button:visible, input:visible").count() == 0
    assert TITLE in page.locator("h2").filter(has_text=TITLE).inner_text()
    context.close()


def test_odd_names_stay_text(page: Page) -> None:
    """Markup, a closing script and signs of other languages."""
    assert page.locator("b").count() == 0
    assert TITLE in page.locator("h2").filter(has_text=TITLE).inner_text()
    assert page.locator(".drawing").first.locator("text").first.text_content() == TITLE


def test_the_script_is_small_and_the_only_one(report: Path) -> None:
    """A browser may run this script and load nothing at all."""
    html = report.read_text(encoding="utf-8")
    scripts = re.findall(r"<script>(.*?)</script>", html, re.DOTALL)
    assert len(scripts) == 1
    assert len(scripts[0].encode()) < 20_000
    assert "default-src &#39;none&#39;" in html
    assert not re.search(r"innerHTML|eval\(|new Function|fetch\(|import\(", scripts[0])


def test_data_of_the_script_are_small(report: Path) -> None:
    """Some seventy bytes a seed and variant, besides the boundaries."""
    html = report.read_text(encoding="utf-8")
    (told,) = re.findall(r'<script type="application/json"[^>]*>(.*?)</script>', html, re.DOTALL)
    points: dict[str, Any] = json.loads(told)
    for variant in points["variants"]:
        variant["regions"] = {}
    assert len(json.dumps(points, separators=(",", ":"))) < 70 * 2 * SEEDS + 800
