"""A real server, a real Chromium, and people who use them."""

import contextlib
import os
import pathlib
import re
import sqlite3
import sys
import tempfile

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import sync_playwright

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "Labeling"))
from server import PASSWORD, ROOT, Server, free_port, rlhf  # noqa: E402
from samples import rows_of_every_kind  # noqa: E402

SCREENSHOTS = ROOT / ".browser" / "screenshots"
KINDS = ("ranking", "pair", "rating", "demonstration", "edit")
ROLES = ("administrator", "adjudicator", "labeler", "auditor")


@pytest.fixture(scope="session")
def browser():
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(
            executable_path=os.environ["CHROMIUM"], args=["--no-sandbox"])
        yield started
        started.close()


@pytest.fixture(scope="session", autouse=True)
def screenshots():
    SCREENSHOTS.mkdir(parents=True, exist_ok=True)
    return SCREENSHOTS


class House:
    """A store with its server."""

    def __init__(self, folder, kinds=KINDS, overlap=2, hostile=False, rows=None):
        self.folder = folder
        rlhf("label", "init", folder, "--name", "Browser test")
        self.kinds = kinds
        for kind in kinds:
            file = pathlib.Path(f"{folder}.{kind}.jsonl")
            file.write_text((rows or rows_of_every_kind)(kind), encoding="utf-8")
            rlhf("label", "import", folder, file, "--kind", kind, "--overlap", overlap)
        self.links = {}
        for role in ROLES:
            printed = rlhf("label", "invite", folder, "--role", role, "--uses", 40).stdout
            self.links[role] = re.search(r"/join/\S+", printed).group(0)
        self.server = Server(folder, port=free_port())

    @property
    def address(self):
        return f"http://127.0.0.1:{self.server.port}"

    def question(self, statement, *values):
        """Asks the store itself, beside the server."""
        database = sqlite3.connect(f"file:{self.folder}/feedback.sqlite?mode=ro", uri=True)
        try:
            return database.execute(statement, values).fetchall()
        finally:
            database.close()

    def judgement_count(self, handle=None):
        if handle is None:
            return self.question("SELECT count(*) FROM judgement")[0][0]
        return self.question(
            "SELECT count(*) FROM judgement j JOIN assignment a ON a.id = j.assignmentID "
            "JOIN labeler l ON l.id = a.labelerID WHERE l.handle = ?", handle)[0][0]


@pytest.fixture(scope="module")
def house(request):
    """A server whose store has tasks of every kind; a module's tests share it."""
    with tempfile.TemporaryDirectory() as scratch:
        made = House(str(pathlib.Path(scratch) / "store"), **getattr(request.module, "HOUSE", {}))
        with made.server:
            yield made
            made.server.stop()


@pytest.fixture(scope="session")
def house_of():
    """Returns the server whose store has tasks of one kind, so that nobody must skip others."""
    with tempfile.TemporaryDirectory() as scratch, contextlib.ExitStack() as servers:
        houses = {}

        def find(kind):
            if kind not in houses:
                houses[kind] = House(
                    str(pathlib.Path(scratch) / kind), kinds=(kind,), overlap=9)
                servers.enter_context(houses[kind].server)
            return houses[kind]

        yield find


class Person:
    """A browser window of somebody's."""

    def __init__(self, browser, house, javascript=True, **options):
        self.house = house
        self.context = browser.new_context(
            base_url=house.address, java_script_enabled=javascript,
            **{"viewport": {"width": 1280, "height": 900}, **options})
        self.context.add_init_script(
            "window.violations = [];"
            "document.addEventListener('securitypolicyviolation',"
            " event => window.violations.push(event.violatedDirective + ' ' + event.blockedURI));")
        self.context.set_default_timeout(30000)
        self.page = self.context.new_page()
        self.javascript = javascript
        self.troubles = []
        self.page.on("console", self._heard)
        self.page.on("pageerror", lambda error: self.troubles.append(f"error: {error}"))

    def _heard(self, message):
        # A refused form is answered with 422, which Chromium calls an error.
        if message.type in ("error", "warning") and "status of 422" not in message.text:
            self.troubles.append(f"{message.type}: {message.text}")

    def join(self, role, handle):
        self.page.goto(self.house.links[role])
        self.page.locator("input[name=handle]").fill(handle)
        for field in self.page.locator("input[type=password]").all():
            field.fill(PASSWORD)
        self.page.locator("main form button:not([type=button])").first.click()
        self.page.wait_for_load_state()
        assert self.page.locator("body").get_attribute("data-page") != "join", self.page.content()
        self.handle = handle
        return self

    def take(self, kind):
        """Takes tasks until one of the wanted kind is on the page; skips the others."""
        for _ in range(40):
            self.page.goto("/work")
            if self.page.locator("form[action='/work/next'] button").count():
                self.page.locator("form[action='/work/next'] button").first.click()
                self.page.wait_for_load_state()
            elif self.page.locator("a[href^='/task/']").count():
                self.page.locator("a[href^='/task/']").first.click()
                self.page.wait_for_load_state()
            else:
                raise AssertionError(f"no task of the kind {kind}: {self.page.inner_text('main')}")
            if self.page.locator(f"[data-kind='{kind}']").count():
                return self.page
            self.skip()
        raise AssertionError(f"no task of the kind {kind}")

    def skip(self):
        form = self.page.locator("form#skip")
        if form.locator("xpath=ancestor::details").count():
            form.locator("xpath=ancestor::details").first.evaluate(
                "element => element.open = true") if self.javascript else \
                self.page.locator("details:has(form#skip) > summary").click()
        reason = form.locator("[name=reason]").first
        if reason.evaluate("element => element.tagName") == "SELECT":
            reason.select_option(index=1)
        else:
            reason.fill("not for me")
        form.locator("button:not([type=button])").first.click()
        self.page.wait_for_load_state()

    def check(self):
        """No script error, nothing that the policy had to stop."""
        if self.javascript:
            found = self.page.evaluate("window.violations || []")
            assert found == [], found
        assert self.troubles == [], self.troubles

    def close(self):
        self.context.close()


@pytest.fixture
def person(browser, request):
    """Makes people, and closes their windows afterwards."""
    people = []

    def make(at=None, **options):
        people.append(Person(browser, at or request.getfixturevalue("house"), **options))
        return people[-1]

    yield make
    for one in people:
        one.close()


@pytest.fixture(scope="session")
def axe():
    """Returns what axe has to say against a page."""
    engine = Axe()

    def run(page):
        result = engine.run(page, options={"resultTypes": ["violations"]}).response["violations"]
        return [
            f"{page.url}: {found['id']}: {found['help']}: {node['html'][:160]}"
            for found in result for node in found["nodes"][:3]
        ]

    return run
