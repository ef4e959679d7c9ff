"""The page in a real browser, opened from disk on a phone, a tablet and a desktop, and printed."""

import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from tests.workflow.conftest import Project


def find_chromium() -> str | None:
    """Return the path of Chromium; one that is a snap is passed over, for it sees no files in /tmp."""
    for name in ("chromium", "chromium-browser", "google-chrome"):
        path = shutil.which(name)
        if path and Path(path).resolve().name != "snap":
            with open(path, "rb") as file:
                if b"exec /snap/" not in file.read(4096):
                    return path
    return None


CHROMIUM = find_chromium()
if CHROMIUM is None:
    pytest.skip("no Chromium on PATH: apt-get install chromium", allow_module_level=True)

WIDTHS = (360, 820, 1280)
PAPER = 718  # A4 without margins of 1 cm, at the 96 pixels per inch of CSS

# Folded text is text as well, and an image that is loaded late has to load.
UNFOLD = """async () => {
    document.querySelectorAll("details").forEach(details => details.open = true);
    const images = [...document.images];
    images.forEach(image => image.loading = "eager");
    await Promise.all(images.map(image => image.decode().catch(() => 0)));
}"""

IMAGES = """() => [...document.images].map(image =>
    ({alt: image.alt.trim(), loaded: image.complete && image.naturalWidth > 0, source: image.src.slice(0, 80)}))"""

# A table wider than an ancestor that hides what overflows, with nothing between them that scrolls.
CUT_TABLES = """() => [...document.querySelectorAll("table")].filter(table => {
    const right = table.getBoundingClientRect().right;
    for (let box = table.parentElement; box; box = box.parentElement) {
        const overflow = getComputedStyle(box).overflowX;
        if (["auto", "scroll"].includes(overflow)) return false;
        if (overflow !== "visible" && box.getBoundingClientRect().right < right - 1) return true;
    }
}).map(table => table.textContent.trim().slice(0, 60))"""

# The ratio of WCAG 2.2, "contrast ratio" and "relative luminance". Layers are blended from the root down to the text;
# background images, and boxes moved over others, are left out. A canvas turns each notation of a colour into bytes.
CONTRAST = """() => {
    const pen = new OffscreenCanvas(1, 1).getContext("2d", {willReadFrequently: true}), known = new Map();
    const bytes = color => {
        if (!known.has(color)) {
            pen.clearRect(0, 0, 1, 1);
            pen.fillStyle = color;
            pen.fillRect(0, 0, 1, 1);
            known.set(color, [...pen.getImageData(0, 0, 1, 1).data]);
        }
        return known.get(color);
    };
    const over = (color, opacity, below) => {
        const alpha = opacity * bytes(color)[3] / 255;
        return below.map((value, i) => alpha * bytes(color)[i] + (1 - alpha) * value);
    };
    const luminance = rgb => {
        const [r, g, b] = rgb.map(v => v / 255).map(v => v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4);
        return 0.2126 * r + 0.7152 * g + 0.0722 * b;
    };
    const probe = document.body.appendChild(document.createElement("i"));
    probe.style.background = "Canvas";
    const blank = bytes(getComputedStyle(probe).backgroundColor).slice(0, 3);
    probe.remove();
    const contrast = element => {
        const boxes = [];
        for (let box = element; box; box = box.parentElement) boxes.unshift(getComputedStyle(box));
        let opacity = 1, paper = blank;
        for (const style of boxes) {
            opacity *= style.opacity;
            paper = over(style.backgroundColor, opacity, paper);
        }
        const style = boxes.at(-1), color = element instanceof SVGElement ? style.fill : style.color;
        const [dark, light] = [luminance(over(color, opacity, paper)), luminance(paper)].sort((a, b) => a - b);
        return (light + 0.05) / (dark + 0.05);
    };
    const seen = {opacityProperty: true, visibilityProperty: true};
    return [...document.body.querySelectorAll("*")]
        .filter(element => [...element.childNodes].some(node => node.nodeType === Node.TEXT_NODE && node.data.trim()))
        .filter(element => element.checkVisibility(seen))
        .map(element => [contrast(element), element.tagName + " " + element.textContent.trim().slice(0, 40)]);
}"""

# Text and images of the main part; what a reader clicks on is of no use on paper.
CONTENT = """const controls = "nav, nav *, button, button *, input, select, option, script, style, template";
    const visible = element => element.checkVisibility({opacityProperty: true, visibilityProperty: true});
    const written = element => [...element.childNodes].some(n => n.nodeType === Node.TEXT_NODE && n.data.trim());
    const content = [...document.querySelectorAll("main *")].filter(
        element => !element.matches(controls) && (element.tagName === "IMG" || written(element)));
    const named = elements => elements.map(e => e.tagName + " " + (e.alt ?? e.textContent.trim()).slice(0, 60));"""
REMEMBER = f"() => {{ {CONTENT} content.filter(visible).forEach(element => element.dataset.seen = 1); }}"
LOST = f"() => {{ {CONTENT} return named(content.filter(e => e.dataset.seen && !visible(e))); }}"
FOLDED = f"() => {{ {CONTENT} return named(content.filter(e => e.closest('details') && !visible(e))); }}"
CUT = """() => [...document.querySelectorAll("main *")].filter(box => box.checkVisibility()
    && getComputedStyle(box).overflowX !== "visible" && box.scrollWidth > box.clientWidth + 1)
    .map(box => `${box.scrollWidth} px in ${box.clientWidth}: ${box.textContent.trim().slice(0, 60)}`)"""


@dataclass
class Visit:
    """A page open in a browser, and what it asked for and complained of since."""

    page: Page
    file: Path
    requests: list[str] = field(default_factory=list)
    messages: list[str] = field(default_factory=list)

    def links(self) -> list[str]:
        """Return where the links lead, as written."""
        return self.page.eval_on_selector_all("a[href]", "links => links.map(a => a.getAttribute('href'))")


@contextmanager
def opened(browser: Browser, file: Path, width: int, color_scheme: str = "light") -> Iterator[Visit]:
    """Open a file at a width; console and requests are followed from the start."""
    page = browser.new_page(viewport={"width": width, "height": 900}, color_scheme=color_scheme)
    visit = Visit(page, file)
    page.on("request", lambda request: visit.requests.append(request.url))
    page.on("console", lambda message: visit.messages.append(f"{message.type}: {message.text}"))
    page.on("pageerror", lambda error: visit.messages.append(f"error: {error}"))
    try:
        page.goto(file.as_uri())
        yield visit
    finally:
        page.close()


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Start Chromium, which reaches for no network by itself."""
    flags = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-background-networking",
             "--disable-component-update", "--disable-sync"]  # fmt: skip
    with sync_playwright() as playwright, playwright.chromium.launch(executable_path=CHROMIUM, args=flags) as chromium:
        yield chromium


@pytest.fixture(scope="module", params=WIDTHS, ids="{}px".format)
def visit(request: pytest.FixtureRequest, browser: Browser, finished: Project) -> Iterator[Visit]:
    """Return the page at each width, with everything unfolded."""
    with opened(browser, finished.path("results/report.html"), request.param) as visit:
        visit.page.evaluate(UNFOLD)
        yield visit


@pytest.fixture(scope="module")
def paper(browser: Browser, finished: Project) -> Iterator[Visit]:
    """Return the page as it is printed from a desktop, with a mark on what its screen showed."""
    with opened(browser, finished.path("results/report.html"), 1280) as visit:
        visit.page.evaluate(REMEMBER)
        visit.page.emulate_media(media="print")
        visit.page.set_viewport_size({"width": PAPER, "height": 1000})
        visit.page.evaluate("() => window.dispatchEvent(new Event('beforeprint'))")
        yield visit


def test_the_console_stays_empty(visit: Visit) -> None:
    """The browser has no error and no warning to report."""
    assert [message for message in visit.messages if message.startswith(("error", "warning"))] == []


def test_nothing_but_the_page_is_requested(visit: Visit) -> None:
    """Opened from disk, the page loads itself and what is embedded in it."""
    own = visit.file.as_uri()
    assert own in visit.requests
    assert [url for url in visit.requests if url != own and not url.startswith("data:")] == []


def test_every_image_is_drawn(visit: Visit) -> None:
    """No image is missing or broken."""
    images = visit.page.evaluate(IMAGES)
    assert len(images) > 5
    assert [image for image in images if not image["loaded"]] == []


def test_every_image_has_a_text(visit: Visit) -> None:
    """Who does not see an image is told what it shows."""
    assert [image for image in visit.page.evaluate(IMAGES) if not image["alt"]] == []


def test_the_page_does_not_scroll_sideways(visit: Visit) -> None:
    """The page as a whole is no wider than the window, with everything unfolded."""
    page, window = visit.page.evaluate(
        "() => [document.documentElement.scrollWidth, document.documentElement.clientWidth]"
    )
    assert page <= window


def test_no_table_is_cut(visit: Visit) -> None:
    """A table that is wider than the window scrolls inside its own box; nothing hides its last columns."""
    assert visit.page.evaluate(CUT_TABLES) == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", WIDTHS, ids="{}px".format)
def test_all_text_stands_out_from_its_background(browser: Browser, finished: Project, width: int, scheme: str) -> None:
    """The contrast is at least 4.5 to 1 everywhere, for readers of either colour scheme."""
    with opened(browser, finished.path("results/report.html"), width, scheme) as visit:
        visit.page.evaluate(UNFOLD)
        contrasts = visit.page.evaluate(CONTRAST)
    assert len(contrasts) > 50
    assert [f"{ratio:.2f} {text}" for ratio, text in contrasts if ratio < 4.5] == []


def test_links_within_the_page_arrive(visit: Visit) -> None:
    """Each link to a place on the page has its target."""
    names = {unquote(link[1:]) for link in visit.links() if link.startswith("#")}
    assert names
    assert names - set(visit.page.eval_on_selector_all("[id]", "all => all.map(e => e.id)")) == set()


def test_links_to_files_arrive(visit: Visit) -> None:
    """Each relative link names a file in the results folder."""
    folder = visit.file.parent
    names = [urlsplit(link).path for link in visit.links() if not urlsplit(link).scheme and not link.startswith("#")]
    paths = [(folder / unquote(name)).resolve() for name in names]
    assert [path for path in paths if not (path.is_file() and path.is_relative_to(folder.resolve()))] == []


def test_all_other_links_are_to_this_machine(visit: Visit) -> None:
    """What is served, such as MLflow, is served on 127.0.0.1."""
    links = [urlsplit(link) for link in visit.links()]
    others = [link for link in links if link.scheme or link.netloc]
    assert [link.geturl() for link in others if (link.scheme, link.hostname) != ("http", "127.0.0.1")] == []


def test_headings_skip_no_level(visit: Visit) -> None:
    """The outline starts at its only h1 and goes down one level at a time."""
    outline = visit.page.eval_on_selector_all("h1, h2, h3, h4, h5, h6", "all => all.map(e => e.tagName + e.innerText)")
    levels = [int(heading[1]) for heading in outline]
    assert (levels[0], levels.count(1)) == (1, 1)
    steps = zip(levels, levels[1:], outline[1:], strict=False)
    assert [heading for above, level, heading in steps if level > above + 1] == []


def test_the_language_is_named(visit: Visit) -> None:
    """A screen reader knows how to pronounce the page."""
    assert re.fullmatch(r"en(-\w+)?", visit.page.evaluate("() => document.documentElement.lang"))


def test_tables_have_header_cells(visit: Visit) -> None:
    """Every table says what its cells are."""
    tables = visit.page.eval_on_selector_all("table", "all => all.map(e => [!!e.querySelector('th'), e.innerText])")
    assert tables
    assert [text[:60] for has_headers, text in tables if not has_headers] == []


def test_the_page_prints(browser: Browser, finished: Project) -> None:
    """Printing gives a PDF of several pages."""
    with opened(browser, finished.path("results/report.html"), 1280) as visit:
        pdf = visit.page.pdf(format="A4")
    assert pdf.startswith(b"%PDF-")
    assert len(re.findall(rb"/Type /Page\b", pdf)) > 1


def test_paper_shows_what_the_screen_shows(paper: Visit) -> None:
    """Nothing in the main part is there on the screen and missing on paper."""
    assert paper.page.evaluate(LOST) == []


def test_paper_shows_what_is_folded_away(paper: Visit) -> None:
    """Paper cannot be clicked on: what the screen shows after a click is printed."""
    assert paper.page.evaluate(FOLDED) == []


def test_paper_cuts_nothing_off(paper: Visit) -> None:
    """Paper cannot be scrolled: no box in the main part is wider inside than outside."""
    assert paper.page.evaluate(CUT) == []
