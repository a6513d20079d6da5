"""Every kind of task can be done by keyboard alone, with the script and without it."""

import pytest

KINDS = ("ranking", "pair", "rating", "demonstration", "edit")


def is_focused(page, selector):
    return page.evaluate(
        "selector => !!document.activeElement && document.activeElement.matches(selector)",
        selector)


def tab_to(page, selector, backwards=False, limit=400):
    """Presses Tab until the focus is on something."""
    for _ in range(limit):
        if is_focused(page, selector):
            assert_visible_focus(page)
            return
        page.keyboard.press("Shift+Tab" if backwards else "Tab")
    raise AssertionError(f"Tab never reaches {selector}")


def assert_visible_focus(page):
    """What has the focus is on the screen, and no sticky bar lies over it (WCAG 2.4.11)."""
    box = page.evaluate(
        """() => {
          const element = document.activeElement;
          const target = element.closest('label') || element;
          const box = target.getBoundingClientRect();
          const inside = box.bottom > 0 && box.top < innerHeight;
          const x = Math.min(Math.max(box.left + box.width / 2, 0), innerWidth - 1);
          const y = Math.min(Math.max(box.top + box.height / 2, 0), innerHeight - 1);
          const top = document.elementFromPoint(x, y);
          return {inside, covered: !!top && !target.contains(top) && !top.contains(target),
                  by: top && top.outerHTML.slice(0, 80), of: element.outerHTML.slice(0, 80)};
        }""")
    assert box["inside"], f"the focus is off the screen: {box}"
    assert not box["covered"], f"the focus is covered: {box}"


def choose(page, name, value):
    """Chooses a radio button with Tab, the space bar and the arrows."""
    tab_to(page, f"input[name='{name}']")
    page.keyboard.press("Space")
    for _ in range(12):
        if is_focused(page, f"input[name='{name}'][value='{value}']"):
            assert page.locator(f"input[name='{name}'][value='{value}']").is_checked()
            return
        page.keyboard.press("ArrowRight")
    raise AssertionError(f"the arrows never reach {name} = {value}")


def fill_by_keyboard(page, kind):
    if kind == "ranking":
        for slot, rank in (("a", 2), ("b", 1), ("c", 2), ("d", 3)):
            choose(page, f"rank-{slot}", rank)
    elif kind == "pair":
        choose(page, "preference", "b2")
    elif kind == "rating":
        for slot in "abc":
            for axis in range(3):
                choose(page, f"rating-{slot}-{axis}", 1 + (axis + ord(slot)) % 7)
    else:
        tab_to(page, "textarea[name=text]")
        page.keyboard.press("Control+End")
        page.keyboard.type(" Written by hand.")


@pytest.mark.parametrize("javascript", [True, False], ids=["script", "no script"])
@pytest.mark.parametrize("kind", KINDS)
def test_a_task_is_done_by_keyboard_alone(person, house_of, kind, javascript):
    house = house_of(kind)
    handle = f"keys-{kind}-{int(javascript)}"
    someone = person(at=house, javascript=javascript).join("labeler", handle)
    page = someone.take(kind)
    before = house.judgement_count(handle)
    fill_by_keyboard(page, kind)
    tab_to(page, "form#answer button:not([type=button]), button[form=answer][type=submit]")
    page.keyboard.press("Enter")
    for _ in range(20):
        if house.judgement_count(handle) > before:
            break
        page.wait_for_timeout(250)
    assert house.judgement_count(handle) == before + 1, page.inner_text("main")
    someone.check()


def test_digits_and_letters_rank_when_the_script_runs(person, house_of):
    someone = person(at=house_of("ranking")).join("labeler", "digits")
    page = someone.take("ranking")
    tab_to(page, "input[name=rank-a]")
    for digit in "2131":
        page.keyboard.press(digit)
        page.keyboard.press("j")
    shown = page.locator("output#order").inner_text()
    assert [character for character in shown if character in "ABCD>="] == list("B=D>A>C"), shown
    for slot, rank in (("a", "2"), ("b", "1"), ("c", "3"), ("d", "1")):
        assert page.locator(f"input[name=rank-{slot}][value='{rank}']").is_checked(), slot
    someone.check()


def test_letters_are_letters_in_a_text_field(person, house_of):
    someone = person(at=house_of("ranking")).join("labeler", "letters")
    page = someone.take("ranking")
    field = page.locator("form#answer textarea[name=reason]")
    if not field.is_visible():
        page.locator("details:has(textarea[name=reason]) > summary").first.click()
    field.focus()
    page.keyboard.type("j1k2?")
    assert field.input_value() == "j1k2?"
    for slot in "abcd":
        assert not page.locator(f"input[name=rank-{slot}][value='1']").is_checked(), slot
        assert not page.locator(f"input[name=rank-{slot}][value='2']").is_checked(), slot
    someone.check()
