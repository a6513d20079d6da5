"""One form, one judgement: whatever the network and impatient people do."""

import re

import pytest

HOUSE = {"overlap": 9, "kinds": ("ranking",)}


def rank_all(page):
    for slot, rank in (("a", 1), ("b", 2), ("c", 2), ("d", 3)):
        page.locator(f"input[name=rank-{slot}][value='{rank}']").check(force=True)


def submit_button(page):
    return page.locator("form#answer button:not([type=button]), button[form=answer][type=submit]").first


@pytest.mark.parametrize("javascript", [True, False], ids=["script", "no script"])
def test_a_double_click_makes_one_judgement(person, house, javascript):
    handle = f"double-{int(javascript)}"
    someone = person(javascript=javascript).join("labeler", handle)
    page = someone.take("ranking")
    rank_all(page)
    submit_button(page).dblclick(no_wait_after=True)
    page.wait_for_timeout(1500)
    page.goto("/work")
    assert house.judgement_count(handle) == 1


@pytest.mark.parametrize("javascript", [True, False], ids=["script", "no script"])
def test_going_back_and_sending_again_makes_one_judgement(person, house, javascript):
    handle = f"back-{int(javascript)}"
    someone = person(javascript=javascript).join("labeler", handle)
    page = someone.take("ranking")
    rank_all(page)
    submit_button(page).click()
    page.wait_for_load_state()
    page.wait_for_timeout(500)
    assert house.judgement_count(handle) == 1
    page.go_back()
    page.wait_for_load_state()
    if submit_button(page).count():
        assignments = house.question("SELECT count(*) FROM assignment")[0][0]
        rank_all(page)
        submit_button(page).click()
        page.wait_for_timeout(1000)
        revisions = house.question(
            "SELECT max(n) FROM (SELECT count(*) n FROM judgement GROUP BY idempotencyKey)")[0][0]
        assert revisions == 1
        assert house.question("SELECT count(*) FROM assignment")[0][0] >= assignments
    per_task = house.question(
        "SELECT count(DISTINCT a.id), count(DISTINCT a.taskID) FROM judgement j "
        "JOIN assignment a ON a.id = j.assignmentID JOIN labeler l ON l.id = a.labelerID "
        "WHERE l.handle = ?", handle)[0]
    assert per_task[0] == per_task[1]


def test_going_offline_while_sending_loses_nothing(person, house):
    someone = person().join("labeler", "offline")
    page = someone.take("ranking")
    rank_all(page)
    someone.context.set_offline(True)
    submit_button(page).click(no_wait_after=True)
    page.wait_for_timeout(2500)
    assert house.judgement_count("offline") == 0
    assert "chrome-error" not in page.url, "the page with the answer is gone"
    for slot, rank in (("a", 1), ("b", 2), ("c", 2), ("d", 3)):
        assert page.locator(f"input[name=rank-{slot}][value='{rank}']").is_checked()
    someone.context.set_offline(False)
    for _ in range(60):
        if house.judgement_count("offline"):
            break
        page.wait_for_timeout(500)
    else:
        submit_button(page).click()
        page.wait_for_timeout(1500)
    page.wait_for_timeout(1500)
    assert house.judgement_count("offline") == 1
    assert [t for t in someone.troubles if "ERR_INTERNET_DISCONNECTED" not in t] == []


def test_a_draft_is_kept_and_said_to_be(person, house):
    someone = person().join("labeler", "drafts")
    page = someone.take("ranking")
    page.locator("input[name=rank-b][value='1']").check(force=True)
    page.locator("input[name=rank-c][value='2']").check(force=True)
    for _ in range(60):
        if re.search(r"saved at \d+:\d\d:\d\d", page.inner_text("main")):
            break
        page.wait_for_timeout(250)
    else:
        raise AssertionError("the page does not say that the draft was saved")
    assert house.question("SELECT count(*) FROM draft")[0][0] >= 1
    page.goto("/work")
    page.goto("/history")
    page = someone.take("ranking")
    assert page.locator("input[name=rank-b][value='1']").is_checked()
    assert page.locator("input[name=rank-c][value='2']").is_checked()
    someone.check()


@pytest.mark.parametrize("javascript", [True, False], ids=["script", "no script"])
def test_an_answer_with_nothing_in_it_is_refused_and_says_why(person, house, javascript):
    handle = f"empty-{int(javascript)}"
    someone = person(javascript=javascript).join("labeler", handle)
    page = someone.take("ranking")
    page.locator("form#answer textarea[name=reason]").evaluate(
        "field => field.value = 'kept'") if javascript else None
    submit_button(page).click()
    page.wait_for_load_state()
    page.wait_for_timeout(800)
    assert house.judgement_count(handle) == 0
    assert page.locator("[role=alert], .problems").count() > 0
    if javascript:
        assert page.locator("form#answer textarea[name=reason]").input_value() == "kept"


def test_two_windows_of_one_labeler_make_one_judgement(person, house):
    someone = person().join("labeler", "windows")
    first = someone.take("ranking")
    second = someone.context.new_page()
    second.goto(first.url)
    for window in (first, second):
        rank_all(window)
    submit_button(first).click(no_wait_after=True)
    submit_button(second).click(no_wait_after=True)
    first.wait_for_timeout(2000)
    assert house.question(
        "SELECT count(DISTINCT a.id) FROM judgement j JOIN assignment a ON a.id = j.assignmentID "
        "JOIN labeler l ON l.id = a.labelerID WHERE l.handle = 'windows'")[0][0] == 1


def test_a_change_of_mind_is_a_revision(person, house):
    someone = person().join("labeler", "minds")
    page = someone.take("ranking")
    rank_all(page)
    submit_button(page).click()
    page.wait_for_load_state()
    page.wait_for_timeout(500)
    page.goto("/history")
    page.locator("main a[href^='/task/']").first.click()
    page.wait_for_load_state()
    assert page.locator("input[name=rank-a][value='1']").is_checked()
    page.locator("input[name=rank-a][value='4']").check(force=True)
    page.locator("[name=reason_for_revision]").first.fill("I read it again.")
    submit_button(page).click()
    page.wait_for_timeout(1000)
    rows = house.question(
        "SELECT j.revision FROM judgement j JOIN assignment a ON a.id = j.assignmentID "
        "JOIN labeler l ON l.id = a.labelerID WHERE l.handle = 'minds' ORDER BY j.revision")
    assert rows == [(1,), (2,)]
    someone.check()
