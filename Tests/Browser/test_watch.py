"""The page of a run that goes on: it follows, keeps what the reader did, and answers to nobody else."""

import json
import pathlib
import signal
import subprocess
import tempfile
import time
import urllib.error
import urllib.request

import pytest

from server import command, free_port
from synthetic_run import write_run


class Watch:
    """`rlhf watch` as a process."""

    def __init__(self, run):
        self.port = free_port()
        self.address = f"http://127.0.0.1:{self.port}/"
        self.process = subprocess.Popen(
            [command(), "watch", str(run), "--port", str(self.port)], stderr=subprocess.PIPE, text=True)
        for _ in range(300):
            try:
                urllib.request.urlopen(self.address, timeout=20).read()
                return
            except (urllib.error.URLError, ConnectionError):
                assert self.process.poll() is None, self.process.stderr.read()
                time.sleep(0.1)
        raise AssertionError("the page is not served")

    def ask(self, method="GET", path="/", **headers):
        request = urllib.request.Request(
            self.address.rstrip("/") + path, method=method,
            headers={name.replace("_", "-"): value for name, value in headers.items()})
        try:
            return urllib.request.urlopen(request, timeout=20)
        except urllib.error.HTTPError as error:
            return error

    def stop(self):
        self.process.send_signal(signal.SIGINT)
        return self.process.wait(timeout=10)


@pytest.fixture
def watched():
    with tempfile.TemporaryDirectory() as scratch:
        run = write_run(pathlib.Path(scratch) / "ppo", steps=200, finished=False)
        watch = Watch(run)
        yield watch, run
        if watch.process.poll() is None:
            watch.process.kill()


def add_step(run, step):
    with open(run / "metrics.jsonl", "a") as file:
        file.write(json.dumps({"step": step, "time": 1767225600 + 5 * step, "objective/scores": 77.0}) + "\n")


def test_it_answers_this_machine_and_only_to_get(watched):
    watch, run = watched
    answer = watch.ask()
    assert answer.status == 200 and b"data-live" in answer.read()
    tag = answer.headers["ETag"]
    assert answer.headers["Cache-Control"] == "no-store"
    assert watch.ask(If_None_Match=tag).status == 304
    add_step(run, 151)
    assert watch.ask(If_None_Match=tag).status == 200
    for host in ("example.org", "127.0.0.1.example.org", "evil.localhost.example:80"):
        assert watch.ask(Host=host).status == 421, host
    assert watch.ask(Host=f"localhost:{watch.port}").status == 200
    for method in ("POST", "PUT", "DELETE", "OPTIONS"):
        assert watch.ask(method).status == 405, method
    assert watch.ask(path="/run.json").status == 404
    assert watch.ask(path="/../run.json").status == 404
    assert watch.stop() == 0


def test_the_page_follows_and_keeps_what_the_reader_did(watched, browser, axe):
    watch, run = watched
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    page = context.new_page()
    troubles, requests = [], []
    page.on("console", lambda message: troubles.append(message.text))
    page.on("pageerror", lambda error: troubles.append(str(error)))
    page.on("request", lambda request: requests.append(request.url))
    page.goto(watch.address)
    page.locator("#dropped").check()
    page.locator("#trait").select_option("better")
    shown = page.locator(".sample:visible").count()
    page.locator("details summary").last.scroll_into_view_if_needed()
    page.locator(".sample:visible details").first.evaluate("element => element.open = true")
    page.evaluate("scrollTo(0, 2400)")
    time.sleep(2.5)
    before = page.evaluate("scrollY")
    add_step(run, 151)
    page.locator(".tile", has_text="77").wait_for(timeout=60000)
    assert abs(page.evaluate("scrollY") - before) < 3
    assert page.locator("#dropped").is_checked()
    assert page.locator("#trait").input_value() == "better"
    assert page.locator(".sample:visible").count() == shown
    assert page.locator(".sample:visible details").first.evaluate("element => element.open")
    assert axe(page) == []
    assert all(request == watch.address for request in requests), set(requests)
    assert troubles == [], troubles
    watch.stop()
    page.locator("#live", has_text="does not answer").wait_for(timeout=60000)
    context.close()


def test_ctrl_c_ends_it_at_once(watched):
    watch, _ = watched
    start = time.monotonic()
    assert watch.stop() == 0
    assert time.monotonic() - start < 5


def test_the_terminal_view_prints_once_in_a_pipe(watched):
    _, run = watched
    for width in (40, 100):
        printed = subprocess.run(
            [command(), "watch", str(run), "--terminal"], text=True, capture_output=True, timeout=60,
            env={"COLUMNS": str(width), "PATH": "/usr/bin:/bin"})
        assert printed.returncode == 0, printed.stderr
        assert "\x1b" not in printed.stdout
        assert max(map(len, printed.stdout.splitlines())) <= width
        assert "step 150 of 200" in printed.stdout
