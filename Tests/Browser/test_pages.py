"""Every page for every role: no barrier that axe knows, no sideways scrolling, in any width."""

import pytest

from conftest import SCREENSHOTS
from test_hostile_text import links_of

HOUSE = {"overlap": 2}
KINDS = ("ranking", "pair", "rating", "demonstration", "edit")
WIDTHS = (320, 768, 1440)


def overflow(page):
    return page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")


def small_targets(page):
    """Buttons, links in navigation and choices under 24 pixels (WCAG 2.5.8)."""
    return page.evaluate(
        """() => [...document.querySelectorAll('button, nav a, label:has(input), summary')]
          .filter(element => element.checkVisibility())
          .map(element => [element.getBoundingClientRect(), element])
          .filter(([box]) => box.width > 0 && (box.height < 24 || box.width < 24))
          .map(([box, element]) => `${box.width}×${box.height} ${element.outerHTML.slice(0, 90)}`)
        """)


def look(page, axe, name):
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        found = axe(page)
        assert found == [], f"{name}, {scheme}: " + "\n".join(found)
    page.emulate_media(color_scheme="light")
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        assert overflow(page) <= 0, f"{name} scrolls sideways at {width}"
        page.screenshot(path=SCREENSHOTS / f"{name}-{width}.png", full_page=True)
    page.set_viewport_size({"width": 320, "height": 900})
    assert small_targets(page) == [], (name, small_targets(page))
    page.set_viewport_size({"width": 1280, "height": 900})


@pytest.mark.parametrize("kind", KINDS)
def test_tasks_have_no_barriers(person, house_of, axe, kind):
    someone = person(at=house_of(kind)).join("labeler", f"looker-{kind}")
    page = someone.take(kind)
    look(page, axe, f"task-{kind}")
    for details in page.locator("details").all():
        details.evaluate("element => element.open = true")
    assert axe(page) == []
    page.keyboard.press("Escape")
    page.emulate_media(forced_colors="active")
    page.screenshot(path=SCREENSHOTS / f"task-{kind}-forced-colors.png", full_page=True)
    page.emulate_media(forced_colors="none")
    page.locator("form#answer button:not([type=button]), button[form=answer]").first.click()
    page.wait_for_load_state()
    page.wait_for_timeout(600)
    look(page, axe, f"task-{kind}-refused")
    someone.check()


def test_pages_without_an_account_have_no_barriers(person, axe, house):
    someone = person()
    for name, path in (("login", "/login"), ("join", house.links["labeler"]), ("missing", "/nowhere"),
                       ("bad-invitation", "/join/nonsense")):
        someone.page.goto(path)
        look(someone.page, axe, name)
    someone.page.goto("/login")
    someone.page.locator("input[name=handle]").fill("nobody")
    someone.page.locator("input[type=password]").fill("not the password")
    someone.page.locator("main form button").first.click()
    someone.page.wait_for_load_state()
    look(someone.page, axe, "login-refused")


@pytest.mark.parametrize("role", ["administrator", "adjudicator", "labeler", "auditor"])
def test_every_page_of_a_role_has_no_barriers(person, axe, role):
    someone = person().join(role, f"visitor-{role}")
    page, seen, wanted = someone.page, set(), {"/work", "/history", "/account"}
    while wanted - seen and len(seen) < 40:
        path = sorted(wanted - seen)[0]
        seen.add(path)
        response = page.goto(path)
        if response.status >= 400 or "html" not in response.headers.get("content-type", ""):
            continue
        wanted |= {link for link in links_of(page) if not link.startswith(("/task/", "/log?"))}
        name = f"{role}{path.split('?')[0].replace('/', '-').rstrip('-')}"
        look(page, axe, name)
    someone.troubles = [t for t in someone.troubles if "status of 40" not in t]
    someone.check()


def test_text_from_right_to_left_stands_right(person, house_of):
    someone = person(at=house_of("ranking")).join("labeler", "right-to-left")
    page = someone.take("ranking")
    for _ in range(8):
        if "كيف" in page.inner_text("main"):
            break
        someone.skip()
        page = someone.take("ranking")
    paragraph = page.locator("[dir=auto]", has_text="كيف").last
    assert paragraph.evaluate("element => getComputedStyle(element).direction") == "rtl"
    page.screenshot(path=SCREENSHOTS / "task-right-to-left.png", full_page=True)


def test_at_four_times_the_size_nothing_is_cut(person):
    someone = person(viewport={"width": 320, "height": 256}).join("labeler", "zoomed")
    page = someone.take("ranking")
    assert overflow(page) <= 0
    page.add_style_tag
    clipped = page.evaluate(
        """() => [...document.querySelectorAll('main *')].filter(element =>
             element.scrollWidth > element.clientWidth + 1 &&
             getComputedStyle(element).overflowX === 'hidden').length""")
    assert clipped == 0
