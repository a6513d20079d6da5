#!/usr/bin/env python3
"""Kills the labeling server at random moments under load, and looks at what is left.

    Tests/Labeling/kill_rounds.py [--rounds 200] [--labelers 8] [--seed 1]

After each round every judgement that was acknowledged (a redirect after the form was sent) must
be in the store as it was sent, at most what was under way when the server died may be there
besides, nothing may be there by half, and the integrity check and the chain of events must hold.
"""

import argparse
import http.client
import json
import pathlib
import random
import sqlite3
import sys
import tempfile
import threading
import time

sys.path.insert(0, str(pathlib.Path(__file__).parent))
from server import PASSWORD, Server, invitations, new_store, ranking_rows, rlhf  # noqa: E402
from virtual_labeler import VirtualLabeler  # noqa: E402


def work(labeler, number, acknowledged, under_way, stop, troubles):
    """Takes tasks and answers them until the server is gone; notes what should not happen."""
    count = 0
    while not stop.is_set():
        try:
            answer = labeler.take_task()
            if answer is None:
                time.sleep(0.05)
                continue
            form = labeler.answer_form(answer)
            key = next(f.value for f in form.fields if f.name == "idempotency_key")
            reason = f"labeler {number}, answer {count}, key {key}"
            under_way[key] = reason
            sent = labeler.send(form, labeler.fill(form, reason), answer.path, follow=False)
            if sent.status == 303:
                acknowledged[key] = reason
            else:
                troubles.append(f"{reason}: status {sent.status}: {sent.body[:300]}")
                return
            count += 1
        except (OSError, http.client.HTTPException):
            labeler.close()
            return


def look(folder, acknowledged, under_way):
    """Returns what is wrong with the store."""
    verified = rlhf("label", "verify", folder, check=False)
    if verified.returncode != 0:
        return [f"rlhf label verify: {verified.stdout}{verified.stderr}"]
    database = sqlite3.connect(f"file:{folder}/feedback.sqlite?mode=ro", uri=True)
    rows = {
        key: (answer, assignment)
        for key, answer, assignment in database.execute(
            "SELECT idempotencyKey, answer, assignmentID FROM judgement")
    }
    states = dict(database.execute("SELECT id, state FROM assignment"))
    problems = []
    for key, reason in acknowledged.items():
        if key not in rows:
            problems.append(f"lost: {reason}")
        elif json.loads(rows[key][0]).get("reason") != reason:
            problems.append(f"changed: {reason}")
    for key, (answer, assignment) in rows.items():
        is_skip = key == f"skip-{assignment}"
        if not is_skip and key not in under_way:
            problems.append(f"from nowhere: {key}")
        if states.get(assignment) not in (("skipped",) if is_skip else ("submitted", "surplus")):
            problems.append(f"by half: {key} with a loan that is {states.get(assignment)}")
    if (skips := sum(key.startswith("skip-") for key in rows)) != sum(
            state == "skipped" for state in states.values()):
        problems.append(f"by half: {skips} reasons for skipping, and not as many skipped loans")
    if (count := database.execute("SELECT count(*) FROM judgement").fetchone()[0]) != len(rows):
        problems.append(f"doubled: {count} judgements for {len(rows)} forms")
    over = database.execute(
        "SELECT t.id FROM task t JOIN assignment a ON a.taskID = t.id AND a.state = 'submitted' "
        "GROUP BY t.id HAVING count(*) > t.requiredOverlap").fetchall()
    problems += [f"over its overlap: task {number}" for (number,) in over]
    database.close()
    return problems


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--rounds", type=int, default=200)
    parser.add_argument("--labelers", type=int, default=8)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    generator = random.Random(options.seed)

    with tempfile.TemporaryDirectory() as scratch:
        folder = str(pathlib.Path(scratch) / "store")
        new_store(folder, ranking_rows(600), overlap=options.labelers)
        link = invitations(folder, "labeler", options.labelers)
        server = Server(folder)
        labelers = [
            VirtualLabeler(server.port, seed=options.seed * 1000 + number, timeout=10)
            for number in range(options.labelers)
        ]
        with server:
            for number, labeler in enumerate(labelers):
                labeler.join(link, f"labeler{number}", PASSWORD)
                labeler.close()
            server.stop()
        acknowledged, under_way, troubles = {}, {}, []
        start = time.monotonic()
        longest = 0.6  # seconds that a server lives
        for round_number in range(1, options.rounds + 1):
            with server:
                stop = threading.Event()
                threads = [
                    threading.Thread(
                        target=work,
                        args=(labeler, number, acknowledged, under_way, stop, troubles))
                    for number, labeler in enumerate(labelers)
                ]
                for thread in threads:
                    thread.start()
                time.sleep(generator.uniform(0.02, longest))
                server.kill()
                stop.set()
                for thread in threads:
                    thread.join(timeout=20)
            problems = troubles + look(folder, acknowledged, under_way)
            if problems:
                print(f"round {round_number}: " + "\n  ".join(problems[:20]))
                print("0 passed, 1 failed")
                return 1
            if sys.stderr.isatty() or round_number % 20 == 0:
                print(
                    f"{round_number} rounds, {len(acknowledged)} judgements acknowledged, "
                    f"{len(under_way) - len(acknowledged)} cut off, none lost, "
                    f"{time.monotonic() - start:.0f} s", flush=True)
            if len(acknowledged) < round_number:
                # A busy machine takes no judgement in so short a time.
                longest = min(10, longest * 1.5)
        if len(acknowledged) < options.rounds:
            print(f"too little load to mean anything: {len(acknowledged)} judgements")
            print("0 passed, 1 failed")
            return 1
    print("1 passed, 0 failed")
    return 0


if __name__ == "__main__":
    sys.exit(main())
