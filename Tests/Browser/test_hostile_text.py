"""Texts that want to be code: planted in every stored field, every page visited, nothing runs."""

import json

from hostile_texts import HOSTILE
from server import PASSWORD

TEXT = "\n".join(HOSTILE)
# Forms with U+0000 are refused as a whole.
TYPED = TEXT.replace("\0", "")


def hostile_rows(kind):
    counts = {"ranking": 4, "pair": 2, "rating": 3, "demonstration": 0, "edit": 1}
    rows = []
    for number in range(3):
        row = {"prompt": [
            {"role": "user", "content": f"{TEXT} {kind} {number}"},
            {"role": "assistant", "content": TEXT},
            {"role": "user", "content": HOSTILE[number]},
        ]}
        texts = [f"{TEXT}\n{n}" for n in range(counts[kind])]
        if texts:
            row["completions"] = [[{"role": "assistant", "content": text}] for text in texts]
            row["models"] = [f"{HOSTILE[0]}{n}" for n in range(len(texts))]
        rows.append(json.dumps(row).replace("\\u0000", ""))
    return "\n".join(rows) + "\n"


HOUSE = {"overlap": 2, "rows": hostile_rows}


def links_of(page):
    found = page.eval_on_selector_all(
        "a[href]", "links => links.map(link => link.getAttribute('href'))")
    return {
        link.split("#")[0] for link in found
        if link.startswith("/") and not link.startswith("//") and "logout" not in link}


def visit_everything(someone):
    """Follows every link inside, and looks at each page."""
    seen, wanted = set(), {"/"}
    while wanted - seen and len(seen) < 150:
        path = sorted(wanted - seen)[0]
        seen.add(path)
        response = someone.page.goto(path)
        if response and "html" in response.headers.get("content-type", ""):
            wanted |= links_of(someone.page)
            look(someone)
    return seen


def look(someone):
    page = someone.page
    page.wait_for_timeout(30)
    assert page.evaluate("window.pwned") is None, page.url
    assert page.evaluate("document.querySelectorAll('main script, main iframe, main base, "
                         "main meta, [onerror], [onfocus], [onload], [onmouseover]').length") == 0
    assert page.url.startswith(someone.house.address), page.url
    assert not any(cookie["name"] == "pwned" for cookie in someone.context.cookies())


def test_nothing_runs_on_any_page_of_any_role(person, house):
    writers = []
    for number in range(2):
        writer = person().join("labeler", f"writer{number}")
        writers.append(writer)
        writer.page.goto("/account")
        name = writer.page.locator("input[name=display_name]")
        if name.count():
            name.fill(TYPED.replace("\n", " ")[:60])
            name.locator("xpath=ancestor::form").locator("button").first.click()
        for kind in ("ranking", "pair", "rating", "demonstration", "edit"):
            page = writer.take(kind)
            look(writer)
            values = {"ranking": ("rank-", "1234"), "pair": ("preference", ""), "rating": ("", "")}
            if kind == "ranking":
                order = "bacd" if number == 0 else "dcba"
                for rank, slot in enumerate(order, start=1):
                    page.locator(f"input[name=rank-{slot}][value='{rank}']").check(force=True)
            elif kind == "pair":
                page.locator("input[name=preference][value=a3]").check(force=True)
            elif kind == "rating":
                for slot in "abc":
                    for axis in range(3):
                        page.locator(f"input[name=rating-{slot}-{axis}][value='4']").check(
                            force=True)
            else:
                page.locator("textarea[name=text]").fill(TYPED)
            page.locator("form#answer textarea[name=reason]").evaluate(
                "(field, text) => field.value = text", TYPED)
            before = page.url
            page.locator("form#answer button:not([type=button]), button[form=answer]").first.click()
            page.wait_for_url(lambda url, before=before: url != before)
            page.wait_for_load_state("networkidle")
            look(writer)
        assert house.judgement_count(f"writer{number}") >= 5, values
    administrator = person().join("administrator", "boss")
    page = administrator.page
    page.goto("/settings/guideline")
    page.locator("textarea").first.fill(f"# {HOSTILE[0]}\n\n{TYPED}\n\n- {HOSTILE[2]}\n")
    page.locator("main form button:not([type=button])").first.click()
    page.wait_for_load_state()
    visited = {}
    for someone, role in (
            (administrator, "administrator"), (writers[0], "labeler"),
            (person().join("adjudicator", "judge"), "adjudicator"),
            (person().join("auditor", "onlooker"), "auditor")):
        visited[role] = visit_everything(someone)
        someone.troubles = [t for t in someone.troubles if "status of 40" not in t]
        someone.check()
    assert len(visited["administrator"]) >= 12, visited
    reports = house.server.log_path.read_text(errors="replace").count("violat")
    assert reports == 0


def test_the_names_of_models_never_reach_a_labeler(person, house):
    someone = person().join("labeler", "curious")
    for path in visit_everything(someone):
        someone.page.goto(path)
        assert "window.pwned=1</script>0" not in someone.page.content().replace("&lt;", "<").replace(
            "&gt;", ">"), path


def test_the_policy_stops_a_script_that_got_in(person):
    someone = person().join("labeler", "policy")
    someone.page.goto("/work")
    result = someone.page.evaluate(
        """() => {
          const script = document.createElement('script');
          try { script.text = 'window.pwned = 99'; document.body.append(script); }
          catch (error) { return 'refused: ' + error.name; }
          return 'appended';
        }""")
    assert someone.page.evaluate("window.pwned") is None, result
    try:
        someone.page.evaluate("document.body.innerHTML = '<img src=x>'")
        raise AssertionError("Trusted Types are not enforced")
    except Exception as error:  # noqa: BLE001
        assert "TrustedHTML" in str(error), error
    assert PASSWORD
