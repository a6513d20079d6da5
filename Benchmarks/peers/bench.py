#!/usr/bin/env python3
"""Runs ours and the peers in turn on the same work, and prints how they compare.

`make bench-peers PEERS="--tasks sft,dpo --pairs 3"`, or Benchmarks/peers/run with these options.
"""

import json
import os
import subprocess
import sys
import time

import cases
import page
import report
import saved
from comparison import Comparison
from options import FOLDER, HERE, check, options
from process import Failure
from progress import Progress
from sides import Workshop


def make_folder():
    """Makes the working folder, which git is to overlook wherever it is."""
    os.makedirs(FOLDER, exist_ok=True)
    with open(os.path.join(FOLDER, ".gitignore"), "w", encoding="utf-8") as file:
        file.write("*\n")


def install_peers(asked):
    """Finds the peers' Python, and installs it where none was named."""
    if not asked.python:
        done = subprocess.run([os.path.join(HERE, "install"), FOLDER])
        if done.returncode != 0:
            sys.exit(done.returncode)
        asked.python = os.path.join(FOLDER, "venv", "bin", "python")
    # A link must stay one: it is what makes an environment of it.
    asked.python = os.path.abspath(asked.python)


def keep_to_cores(count):
    """Lets what is started here use no more cores than it has threads."""
    if hasattr(os, "sched_setaffinity"):
        allowed = sorted(os.sched_getaffinity(0))
        os.sched_setaffinity(0, allowed[:count])


def make_fixtures(asked):
    """Makes models and rows where they are missing, or were made by another version of the script."""
    script = os.path.join(HERE, "theirs", "fixtures.py")
    folder, stamp = os.path.join(FOLDER, "fixtures"), os.path.join(FOLDER, "fixtures", "made-by")
    wanted = set(asked.models)
    with open(script, encoding="utf-8") as file:
        text = file.read()
    if os.path.exists(stamp):
        with open(stamp, encoding="utf-8") as file:
            made, made_by = json.load(file)
        if made_by == text:
            if wanted <= set(made):
                return
            wanted |= set(made)
    if sys.stderr.isatty():
        print("making models and rows", file=sys.stderr)
    done = subprocess.run([asked.python, script, folder, *wanted], capture_output=True, text=True)
    if done.returncode != 0:
        lines = (done.stderr.strip() or "it said nothing").splitlines()
        sys.exit(f"theirs/fixtures.py failed: {lines[-1]}")
    with open(stamp, "w", encoding="utf-8") as file:
        json.dump([sorted(wanted), text], file)


def compare(case, asked, workshop, progress):
    """Runs all sides of a case in turn, in the other order every second time."""
    peers = case.peers(asked.peers)
    runs, problems = {side: [] for side in ("ours", *peers)}, {}
    for pair in range(asked.pairs):
        order = list(runs) if pair % 2 == 0 else list(reversed(runs))
        for side in order:
            progress.begin(case, side, pair + 1)
            if side in problems or "ours" in problems:
                progress.end(0)
                continue
            started = time.monotonic()
            try:
                runs[side].append(workshop.run(case, side))
            except Failure as failure:
                problems[side] = f"{side}: {failure}"
                progress.say(f"{case.title}: {problems[side]}")
            progress.end(time.monotonic() - started)
    return [
        Comparison(case, peer, list(zip(runs["ours"], runs[peer])),
                   problems.get("ours") or problems.get(peer, ""))
        for peer in peers]


def measure(todo, asked):
    """Compares in every case, and saves what is there after each."""
    make_folder()
    install_peers(asked)
    keep_to_cores(asked.threads)
    if asked.device == "cuda":
        # One GPU for both sides: with several, the trainers would take all.
        os.environ.setdefault("CUDA_VISIBLE_DEVICES", "0")
    load_before = os.getloadavg()[0]
    make_fixtures(asked)
    workshop = Workshop(FOLDER, asked.rlhf, asked.python, os.path.abspath(asked.old_trl),
                        asked.threads, asked.timeout, asked.overrides)
    progress = Progress(todo, asked.pairs, asked.peers)
    comparisons = []
    for case in todo:
        comparisons += compare(case, asked, workshop, progress)
        lines = page.facts(workshop, comparisons, asked.pairs, load_before)
        saved.save(asked.output, comparisons, lines)
    progress.close()
    return comparisons, lines


def main():
    parser, asked = options()
    check(parser, asked)
    found = cases.cases(asked.tasks, asked.models, asked.steps, asked.batch_sizes,
                        precision=asked.precision, samples=asked.sample,
                        device=asked.device)
    todo = [case for case in found if case.peers(asked.peers)]
    if not todo and not asked.add:
        parser.error("no task is left: the peers that were asked for do none of the tasks")
    runs = [saved.load(path) for path in asked.add]
    if todo:
        runs.append(measure(todo, asked))
    comparisons = sorted((found for some, _ in runs for found in some), key=cases.place)
    lines = saved.joined(lines for _, lines in runs)
    paths = asked.add + ([asked.output] if todo else [])
    for rows in (report.speed_rows, report.cost_rows, report.help_rows):
        table = report.text(rows(comparisons))
        if table:
            print(table + "\n")
    print(f"every run: {', '.join(os.path.relpath(path) for path in paths)}")
    bad = [found for found in comparisons if found.problem or not found.work()[0]]
    if asked.write:
        with open(asked.write, "w", encoding="utf-8") as file:
            file.write(page.page(comparisons, lines, asked.note))
        print(f"the page: {os.path.relpath(asked.write)}")
    return 1 if bad else 0


if __name__ == "__main__":
    try:
        sys.exit(main())
    except KeyboardInterrupt:
        sys.exit(130)
