"""The page of a run: no barrier, no request, no script but its own; with and without that one."""

import pathlib
import re
import tempfile

import pytest

from conftest import SCREENSHOTS
from server import rlhf
from synthetic_run import write_run
from test_pages import overflow, small_targets

WIDTHS = (360, 900, 1440)


@pytest.fixture(scope="module")
def folder():
    with tempfile.TemporaryDirectory() as scratch:
        yield pathlib.Path(scratch)


@pytest.fixture(scope="module")
def pages(folder):
    """A page of one run of a thousand steps, of three, and of one whose every text is hostile."""
    one = write_run(folder / "ppo")
    others = [write_run(folder / f"{name}", seed=seed, command=name)
              for name, seed in (("grpo", 2), ("dpo", 3))]
    hostile = write_run(folder / "<img src=x onerror=window.pwned=99>", hostile=True)
    made = {}
    for name, runs in (("one", [one]), ("three", [one, *others]), ("hostile", [hostile, one])):
        made[name] = folder / f"{name}.html"
        rlhf("report", *runs, "--output", made[name])
    return made


class Reader:
    """A window that opens a file and notes whatever the page tries to get or do."""

    def __init__(self, browser, file, javascript=True, width=1280):
        self.context = browser.new_context(
            java_script_enabled=javascript, viewport={"width": width, "height": 900})
        self.context.add_init_script(
            "window.violations = [];"
            "document.addEventListener('securitypolicyviolation',"
            " event => window.violations.push(event.violatedDirective + ' ' + event.blockedURI));")
        self.page = self.context.new_page()
        self.requests, self.troubles = [], []
        self.page.on("request", lambda request: self.requests.append(request.url))
        self.page.on("console", lambda message: self.troubles.append(message.text))
        self.page.on("pageerror", lambda error: self.troubles.append(str(error)))
        self.address = file.resolve().as_uri()
        self.page.goto(self.address)

    def check(self, javascript=True):
        assert self.requests == [self.address], self.requests
        assert self.troubles == [], self.troubles
        if javascript:
            assert self.page.evaluate("window.violations") == []


@pytest.fixture
def reader(browser):
    readers = []

    def make(*arguments, **options):
        readers.append(Reader(browser, *arguments, **options))
        return readers[-1]

    yield make
    for one in readers:
        one.context.close()


def test_a_run_of_a_thousand_steps_is_below_three_megabytes(pages):
    assert pages["one"].stat().st_size < 3_000_000, pages["one"].stat().st_size


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("name", ["one", "three"])
def test_there_are_no_barriers(reader, axe, pages, name, width, scheme):
    someone = reader(pages[name], width=width)
    page = someone.page
    page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    assert overflow(page) <= 0
    for details in page.locator("details").all()[:3]:
        details.evaluate("element => element.open = true")
    page.locator("#dropped").check()
    assert axe(page) == []
    assert small_targets(page) == []
    page.screenshot(path=SCREENSHOTS / f"report-{name}-{width}-{scheme}.png", full_page=True)
    someone.check()


def test_without_a_script_everything_is_there(reader, pages):
    someone = reader(pages["one"], javascript=False)
    page = someone.page
    assert page.locator("svg.plot path.smooth").count() > 20
    assert page.locator(".sample").count() == 16 and page.locator(".verdict").count() == 4
    assert page.locator(".tools").is_hidden()
    page.set_viewport_size({"width": 360, "height": 900})
    page.screenshot(path=SCREENSHOTS / "report-without-script-360.png", full_page=True)
    page.locator("#dropped").check()
    assert page.locator("del").first.is_visible()
    someone.check(javascript=False)


def test_no_text_becomes_code(reader, pages):
    someone = reader(pages["hostile"])
    page = someone.page
    page.wait_for_timeout(500)
    for details in page.locator("details").all():
        details.evaluate("element => element.open = true")
    page.locator("#find").fill("pwned")
    page.locator("svg.plot[data-x]:visible").first.hover()
    page.keyboard.press("Tab")
    assert page.evaluate("window.pwned") is None
    assert page.evaluate(
        "document.querySelectorAll('main script, iframe, base, img, math, main meta, main form,"
        " [onerror], [onfocus], [onload], [onmouseover], a:not([href^=\"#section\"])').length") == 0
    assert page.locator("script").count() == 1
    someone.check()


def test_the_policy_stops_a_script_that_got_in(reader, pages):
    page = reader(pages["one"]).page
    page.evaluate(
        """() => {
          const script = document.createElement('script');
          script.text = 'window.pwned = 1';
          document.body.append(script);
          const image = document.createElement('img');
          image.src = 'https://example.org/x.png';
          document.body.append(image);
          document.body.insertAdjacentHTML('beforeend', '<b onclick="window.pwned=2">x</b>');
          document.querySelector('b').click();
          fetch('https://example.org/').catch(() => {});
        }""")
    page.wait_for_timeout(200)
    assert page.evaluate("window.pwned") is None
    directives = {found.split()[0] for found in page.evaluate("window.violations")}
    assert {"script-src-elem", "img-src", "connect-src"} <= directives, directives


def test_pointing_shows_raw_values(reader, pages):
    someone = reader(pages["one"])
    page = someone.page
    figure = page.locator("figure.chart", has=page.locator("text=Score of the reward model")).first
    figure.scroll_into_view_if_needed()
    before = figure.locator(".legend .last").first.inner_text()
    box = figure.locator("svg.plot").bounding_box()
    page.mouse.move(box["x"] + box["width"] * 0.3, box["y"] + box["height"] * 0.5)
    assert re.match(r"step \d+", figure.locator(".at").inner_text())
    assert figure.locator(".legend .last").first.inner_text() != before
    assert page.locator(".cursor").count() > 1
    page.mouse.move(5, 5)
    assert figure.locator(".legend .last").first.inner_text() == before
    assert page.locator(".cursor").count() == 0
    someone.check()


def test_a_curve_is_read_by_keyboard(reader, pages):
    someone = reader(pages["one"])
    page = someone.page
    plot = page.locator("svg.plot[data-x]").first
    plot.focus()
    page.keyboard.press("Home")
    assert "step 1:" in plot.get_attribute("aria-valuetext")
    page.keyboard.press("ArrowRight")
    assert "step 2:" in plot.get_attribute("aria-valuetext")
    page.keyboard.press("End")
    assert "step 1000:" in plot.get_attribute("aria-valuetext")
    page.keyboard.press("Escape")
    assert page.locator(".cursor").count() == 0
    someone.check()


def test_everything_is_reached_by_keyboard(reader, pages):
    page = reader(pages["three"]).page
    reached = set()
    for _ in range(40):
        page.keyboard.press("Tab")
        reached.add(page.evaluate(
            "document.activeElement.id || document.activeElement.tagName.toLowerCase()"))
    assert {"find", "smoothing", "a", "input"} <= reached, reached


def test_searching_and_choosing(reader, pages):
    page = reader(pages["one"]).page
    page.locator("#find").fill("kl")
    visible = page.locator("figure.chart:visible")
    assert 1 <= visible.count() < 12
    page.locator("#find").fill("iliad")
    assert page.locator(".sample:visible").count() == 1
    assert "1 prompts" in page.locator("#found").inner_text()
    page.locator("#find").fill("no such words anywhere")
    assert page.locator("#found").inner_text() == "nothing found"
    page.locator("#find").fill("")
    assert page.locator(".sample:visible").count() == 16
    page.locator("#trait").select_option("hacked")
    count = page.locator(".sample:visible").count()
    assert 0 < count < 16
    assert f"({count})" in page.locator("#trait option[value=hacked]").inner_text()


def test_smoothing(reader, pages):
    page = reader(pages["one"]).page
    smooth = page.locator("path.smooth").first
    page.locator("#smoothing").focus()
    written = numbers(smooth.get_attribute("d"))
    page.keyboard.press("ArrowRight")
    more = numbers(smooth.get_attribute("d"))
    page.keyboard.press("ArrowLeft")
    again = numbers(smooth.get_attribute("d"))
    assert page.locator("#smoothed").inner_text() == "4%"
    assert more != again
    # What the script draws is what the page came with.
    for (x, y) in written[:: len(written) // 20]:
        near = min(again, key=lambda point, x=x: abs(point[0] - x))
        assert abs(near[1] - y) < 1.5, (x, y, near)
    for _ in range(4):
        page.keyboard.press("ArrowLeft")
    assert smooth.is_hidden()


def numbers(path):
    return [tuple(map(float, pair.split())) for pair in re.split("[ML]", path) if pair]


def test_a_run_can_be_hidden(reader, pages):
    page = reader(pages["three"]).page
    curve = page.locator("g.n1 path").first
    assert curve.is_visible()
    page.locator("[data-run='1']").uncheck()
    assert curve.is_hidden()
    assert page.locator("g.n0 path").first.is_visible()


def test_it_prints(reader, pages):
    someone = reader(pages["one"])
    page = someone.page
    page.emulate_media(media="print")
    assert page.locator(".tools").is_hidden()
    page.pdf(path=SCREENSHOTS / "report.pdf", format="A4")
