"""The figures of a run: written to a file, and read from one, so that a page can be made of several runs."""

import dataclasses
import json
import sys

import cases
from comparison import Comparison
from sides import Run


def save(path, comparisons, lines):
    """Every run's own figures, without the completions, and whether the work was equal."""
    def plain(run):
        return {key: value for key, value in dataclasses.asdict(run).items() if key != "completions"}
    with open(path, "w", encoding="utf-8") as file:
        json.dump({"facts": dict(lines), "comparisons": [
            {"case": dataclasses.asdict(found.case), "against": found.side,
             "problem": found.problem, "work": None if found.problem else found.work(),
             "pairs": [[plain(ours), plain(peer)] for ours, peer in found.pairs]}
            for found in comparisons]}, file, indent=1)


def load(path):
    """The comparisons in a file, and what they depend on."""
    try:
        with open(path, encoding="utf-8") as file:
            saved = json.load(file)
        return [_comparison(one) for one in saved["comparisons"]], list(saved["facts"].items())
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        sys.exit(f"{path} holds no figures of a run: {error}")


def _comparison(saved):
    pairs = [tuple(Run(**run) for run in pair) for pair in saved["pairs"]]
    work = saved.get("work")
    return Comparison(cases.Case(**saved["case"]), saved["against"], pairs, saved["problem"],
                      tuple(work) if work else None)


def joined(facts):
    """The facts of several runs: what differs stands side by side."""
    values = {}
    for name, value in (line for lines in facts for line in lines):
        values.setdefault(name, [])
        if value not in values[name]:
            values[name].append(value)
    return [(name, "; ".join(found)) for name, found in values.items()]
