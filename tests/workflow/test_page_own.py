"""The page of a reader's own studies in a real browser: what leads, how it folds, and that text stays text."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.presentation.whole_studies import make, study, wide
from tests.workflow.test_page import CHROMIUM, CONTRAST, CUT, LOST, REMEMBER, UNFOLD, opened

pytestmark = pytest.mark.slow

TITLE = "\N{GRINNING FACE} <b>$x_{1}$</b> _no {10} " + "long" * 45
OWN = {
    "mine": {"title": "My $\\q$ <i>study</i>", "question": "Does <u>it</u> help, $5 or {10}?",
             "variants": {"plain": {"title": "Plain & simple"}, "b_c": {"l2_lambda": 3}, "odd": {"title": TITLE}}},
    "one_seed": {"replicates": 0, "variants": {"a": {}, "b": {"l2_lambda": 1}}},
}  # fmt: skip
WIDTHS = (360, 820, 1280, 1920)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Start Chromium."""
    flags = ["--no-sandbox", "--disable-gpu"]
    with sync_playwright() as playwright, playwright.chromium.launch(executable_path=CHROMIUM, args=flags) as chromium:
        yield chromium


@pytest.fixture(scope="module")
def own(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Return the page of a study of one's own, of which nothing is published."""
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(tmp_path_factory.mktemp("own"))
        yield make(study(**OWN)).resolve()


@pytest.mark.parametrize("width", WIDTHS, ids="{}px".format)
def test_titles_are_text_and_widen_nothing(browser: Browser, own: Path, width: int) -> None:
    """Markup, formulas, braces, an emoji, 200 letters: shown as written, within the window, in pictures too."""
    with opened(browser, own, width) as visit:
        visit.page.evaluate(UNFOLD)
        text, wide_as, window = visit.page.evaluate(
            "() => [document.body.innerText, document.documentElement.scrollWidth, innerWidth]"
        )
        assert visit.page.eval_on_selector_all("main b, main i:not([class]), main u", "all => all.length") == 0
    assert wide_as <= window
    assert {TITLE in text, "My $\\q$ <i>study</i>" in text, "Does <u>it</u> help, $5 or {10}?" in text} == {True}
    assert "b c" in text
    assert "b_c" not in text


def test_the_first_screen_is_the_readers_own(browser: Browser, own: Path) -> None:
    """One sentence of answer, one picture, no jargon; the one experiment without further seeds says so."""
    with opened(browser, own, 1280) as visit:
        answer = visit.page.inner_text(".answer")
        seen = visit.page.evaluate("""() => [...document.querySelectorAll("main *")].filter(e => !e.children.length
            && e.getBoundingClientRect().top < innerHeight && e.checkVisibility()).map(e => e.textContent).join(" ")""")
        pictures = visit.page.evaluate("""() => [...document.querySelectorAll("main figure")].filter(
            e => e.getBoundingClientRect().top < innerHeight && e.checkVisibility()).length""")
        row = visit.page.inner_text("tr:has(a[href='#experiment-one_seed'])")
    assert answer.startswith("Compared with Plain & simple, over 6 seeds: ")
    assert "published" not in visit.file.read_text(encoding="utf-8").partition("<main>")[2].partition("<svg")[0]
    assert pictures >= 1
    assert [word for word in ("IQM", "Holm", "McNemar", "Wilson", " p ") if word in seen] == []
    assert "one seed, no verdict" in row


def test_the_contents_list_is_in_sight_and_permanent_links_arrive(browser: Browser, own: Path) -> None:
    """Beside the page where there is room, also further down; folded on a phone. A heading shows its link on hover."""
    with opened(browser, own, 1280) as visit:
        visit.page.click("nav.beside a[href='#experiment-one_seed']")
        top = visit.page.evaluate("() => document.getElementById('experiment-one_seed').getBoundingClientRect().top")
        assert abs(top) < 100
        assert visit.page.is_visible("nav.beside a[href='#provenance']")
        link = visit.page.locator("#experiment-mine h2 .link")
        hidden = link.evaluate("e => getComputedStyle(e).opacity")
        visit.page.hover("#experiment-mine h2")
        assert (hidden, link.evaluate("e => getComputedStyle(e).opacity")) == ("0", "1")
        assert link.get_attribute("href") == "#experiment-mine"
    with opened(browser, own, 360) as visit:
        assert not visit.page.is_visible("nav.beside")
        assert not visit.page.is_visible("nav.above a")
        visit.page.click("nav.above summary")
        assert visit.page.is_visible("nav.above a[href='#experiment-mine']")


def test_dark_readers_get_a_dark_page(browser: Browser, own: Path) -> None:
    """And text stands out from it, in what is folded too."""
    with opened(browser, own, 1280, "dark") as visit:
        visit.page.evaluate(UNFOLD)
        paper = visit.page.evaluate("() => getComputedStyle(document.body).backgroundColor")
        contrasts = visit.page.evaluate(CONTRAST)
    assert max(int(part) for part in paper.removeprefix("rgb(").removesuffix(")").split(",")) < 60
    assert [f"{ratio:.2f} {text}" for ratio, text in contrasts if ratio < 4.5] == []


def test_paper_is_light_and_whole(browser: Browser, own: Path) -> None:
    """Printed by a dark reader: white paper, nothing lost or cut, no contents list, and no row is split."""
    with opened(browser, own, 1280, "dark") as visit:
        visit.page.evaluate(REMEMBER)
        visit.page.emulate_media(media="print")
        visit.page.set_viewport_size({"width": 718, "height": 1000})
        assert visit.page.evaluate("() => getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
        assert (visit.page.evaluate(LOST), visit.page.evaluate(CUT)) == ([], [])
        assert not visit.page.is_visible("nav")
        assert visit.page.eval_on_selector("tr", "row => getComputedStyle(row).breakInside") == "avoid"


def test_a_wide_study_is_folded_and_small(browser: Browser, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Forty variants: a table of verdicts first, sections folded, and at most 20 kB each: a hundred fit into 2 MB."""
    monkeypatch.chdir(tmp_path)
    file = make(wide(40)).resolve()
    assert file.stat().st_size < 40 * 20_000
    with opened(browser, file, 1280) as visit:
        assert visit.page.inner_text("#experiments").count("39 variants") == 1
        below = visit.page.evaluate("() => document.getElementById('experiments').getBoundingClientRect().top")
        assert below < 400
        assert not visit.page.is_visible("#experiment-many table")
        visit.page.click("#experiment-many details.whole > summary")
        assert visit.page.is_visible("#experiment-many table")
