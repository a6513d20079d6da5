#!/usr/bin/env python3
"""Fifty people label at once for a minute; how long do they wait, and is everything there after?

    Benchmarks/labeling.py [--seconds 60] [--labelers 50] [--write]

A real server (`make release` first) on a store of its own, and virtual labelers over real
connections on this machine: they take tasks, read for a moment, judge, skip, save drafts, let loans
run out, and go away. After it the store is looked at: no task over its overlap, no judgement lost
or doubled, no «database is locked». With --write the figures go to docs/benchmarks-labeling.md.
"""

import argparse
import datetime
import os
import pathlib
import platform
import subprocess
import sys
import tempfile
import threading
import time

ROOT = pathlib.Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "Tests" / "Labeling"))
from kill_rounds import look  # noqa: E402
from server import PASSWORD, Server, invitations, new_store, ranking_rows, rlhf  # noqa: E402
from virtual_labeler import VirtualLabeler  # noqa: E402


class Person(threading.Thread):
    """Somebody who labels until the time is over."""

    def __init__(self, labeler, number, end, shared):
        super().__init__(daemon=True)
        self.labeler, self.number, self.end, self.shared = labeler, number, end, shared
        self.times = {"page": [], "submit": [], "draft": []}
        self.counts = {"submitted": 0, "skipped": 0, "left to expire": 0, "went away": 0,
                       "found nothing": 0}
        self.troubles = []

    def run(self):
        while time.monotonic() < self.end:
            try:
                self.turn()
            except Exception as error:  # noqa: BLE001
                self.troubles.append(repr(error))
                self.labeler.close()

    def timed(self, what, action):
        start = time.monotonic()
        answer = action()
        self.times[what].append(time.monotonic() - start)
        if answer.status >= 500:
            self.troubles.append(f"{what}: status {answer.status}: {answer.body[:200]}")
        return answer

    def turn(self):
        choice = self.labeler.random
        page = self.timed("page", self.labeler.take_task_page)
        form = self.labeler.answer_form(page)
        if form is None:
            self.counts["found nothing"] += 1
            time.sleep(0.5)
            return
        key = next(f.value for f in form.fields if f.name == "idempotency_key")
        reason = f"{self.number}: {key}"
        time.sleep(choice.uniform(0.1, 1.0))
        fields = self.labeler.fill(form, reason)
        fate = choice.random()
        if fate < 0.3:
            self.timed("draft", lambda: self.labeler.request(
                "POST", page.path + "/draft", [*fields, ("sequence", "1")]))
        if fate < 0.04:
            self.counts["left to expire"] += 1
            time.sleep(choice.uniform(3.5, 5))
        elif fate < 0.06:
            self.counts["went away"] += 1
            self.labeler.close()
            time.sleep(choice.uniform(2, 4))
            return
        elif fate < 0.1:
            skip = next((f for f in page.page.forms if f.identifier == "skip"), None)
            if skip:
                fields = [(n, "not for me" if n == "reason" else v) for n, v in skip.preset()]
                sent = self.timed("submit", lambda: self.labeler.send(
                    skip, fields, page.path, follow=False))
                if sent.status == 303:
                    self.counts["skipped"] += 1
                else:
                    self.troubles.append(f"skip: status {sent.status}: {sent.body[:200]}")
                return
        self.shared["under_way"][key] = reason
        sent = self.timed("submit", lambda: self.labeler.send(
            form, fields, page.path, follow=False))
        if sent.status == 303:
            self.shared["acknowledged"][key] = reason
            self.counts["submitted"] += 1
        else:
            self.troubles.append(f"submit: status {sent.status}: {sent.body[:200]}")


def quantile(values, share):
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))] if ordered else float("nan")


def machine():
    commit = subprocess.run(
        ["git", "describe", "--always", "--dirty"], cwd=ROOT, capture_output=True, text=True)
    model = next(
        (line.split(":", 1)[1].strip() for line in open("/proc/cpuinfo")
         if line.startswith("model name")), platform.machine())
    return [
        ("date", datetime.date.today().isoformat()), ("processor", model),
        ("cores", os.cpu_count()), ("load before", f"{os.getloadavg()[0]:.2f}"),
        ("commit", commit.stdout.strip()),
    ]


def measure(seconds, count):
    lines = machine()
    with tempfile.TemporaryDirectory() as scratch:
        folder = str(pathlib.Path(scratch) / "store")
        new_store(folder, ranking_rows(1500), overlap=3)
        rlhf("label", "settings", folder, "--set", "shortest_lease_seconds=3",
             "--set", "longest_lease_seconds=3")
        link = invitations(folder, "labeler", count)
        shared = {"acknowledged": {}, "under_way": {}}
        with Server(folder) as server:
            labelers = [VirtualLabeler(server.port, seed=number) for number in range(count)]
            for number, labeler in enumerate(labelers):
                labeler.join(link, f"labeler{number}", PASSWORD)
            end = time.monotonic() + seconds
            people = [Person(labeler, n, end, shared) for n, labeler in enumerate(labelers)]
            for person in people:
                person.start()
            for person in people:
                person.join(timeout=seconds + 60)
            server.stop()
            locked = server.log_path.read_text(errors="replace").count("locked")
        problems = look(folder, shared["acknowledged"], shared["under_way"])
    if locked:
        problems.append(f"the server's log says «locked» {locked} times")
    for person in people:
        problems += person.troubles[:3]
    times = {what: [t for p in people for t in p.times[what]] for what in people[0].times}
    counts = {what: sum(p.counts[what] for p in people) for what in people[0].counts}
    return lines, times, counts, problems


def page(seconds, count, lines, times, counts, problems):
    rows = [
        f"| {what} | {len(values)} | " + " | ".join(
            f"{1000 * quantile(values, share):.0f}" for share in (0.5, 0.9, 0.99, 1)) + " |"
        for what, values in times.items()
    ]
    done = ", ".join(f"{number} {what}" for what, number in counts.items())
    return "\n".join([
        "# Labeling under load", "",
        "Written by `Benchmarks/labeling.py --write`, not by hand. The clients run on the same "
        "cores as the server, so a time is an upper bound of what one waits.", "",
        *[f"* {name}: {value}" for name, value in lines], "",
        f"{count} labelers at once for {seconds} s: {done}.", "",
        "| milliseconds | requests | median | 90 % | 99 % | longest |", "|---|---:|---:|---:|---:|---:|",
        *rows, "",
        "* **page**: from asking for a task to the whole page: a loan of its own, with its redirect.",
        "* **submit**: from sending the form to the redirect, which comes after the judgement is on "
        "the disk.", "* **draft**: saving what is filled in so far.", "",
        "What was wrong afterwards (tasks over their overlap, judgements lost, doubled or by half, "
        "a locked database, errors): " + ("; ".join(problems) if problems else "nothing") + ".", ""])


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--seconds", type=int, default=60)
    parser.add_argument("--labelers", type=int, default=50)
    parser.add_argument("--write", action="store_true")
    options = parser.parse_args()
    result = measure(options.seconds, options.labelers)
    text = page(options.seconds, options.labelers, *result)
    print(text)
    problems = result[-1]
    if options.write and not problems:
        (ROOT / "docs" / "benchmarks-labeling.md").write_text(text)
    print(f"{int(not problems)} passed, {int(bool(problems))} failed")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
