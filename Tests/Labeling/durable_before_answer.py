#!/usr/bin/env python3
"""Shows that a judgement is on the disk before its labeler is told so.

    Tests/Labeling/durable_before_answer.py

Runs the server under strace and sends one judgement. In the trace, an fdatasync (or fsync) of the
store's write-ahead log must end after the log was written and before the redirect is written.
"""

import pathlib
import re
import shutil
import sys
import tempfile
import time

sys.path.insert(0, str(pathlib.Path(__file__).parent))
from server import PASSWORD, Server, invitations, new_store, ranking_rows  # noqa: E402
from virtual_labeler import VirtualLabeler  # noqa: E402


def order(trace, key):
    """Returns the events that matter, in their order, after the form came in."""
    events, seen = [], False
    unfinished = {}
    for line in trace.splitlines():
        process = line.split(" ", 1)[0]
        if key in line and re.search(r"\b(read|recv\w*)\b", line):
            events, seen = ["form read"], True
            continue
        if "<unfinished" in line:
            unfinished[process] = line
            # What is sent counts from its beginning.
            if seen and "HTTP/1.1 303" in line:
                events.append("answer written")
            continue
        if "resumed>" in line:
            line = unfinished.pop(process, "") + line
            if "HTTP/1.1 303" in line:
                continue
        if not seen:
            continue
        if re.search(r"\bpwrite64\(\d+<[^>]*-wal>", line):
            events.append("log written")
        elif re.search(r"\bf(data)?sync\(\d+<[^>]*-wal>", line):
            events.append("log on disk")
        elif "HTTP/1.1 303" in line:
            events.append("answer written")
    return events


def main():
    if not shutil.which("strace"):
        print("strace is missing (Debian: apt-get install strace)")
        return 1
    with tempfile.TemporaryDirectory() as scratch:
        folder = str(pathlib.Path(scratch) / "store")
        trace = pathlib.Path(scratch) / "trace"
        new_store(folder, ranking_rows(3))
        link = invitations(folder, "labeler", 1)
        before = [
            "strace", "-D", "-f", "-y", "-s", "4096", "-e",
            "trace=read,recvfrom,recvmsg,write,writev,sendto,sendmsg,pwrite64,fsync,fdatasync",
            "-o", str(trace)]
        with Server(folder, before=before) as server:
            labeler = VirtualLabeler(server.port)
            labeler.join(link, "somebody", PASSWORD)
            task = labeler.take_task()
            form = labeler.answer_form(task)
            key = next(f.value for f in form.fields if f.name == "idempotency_key")
            answer = labeler.send(form, labeler.fill(form, "why"), task.path, follow=False)
            assert answer.status == 303, answer.status
            time.sleep(0.3)
            server.stop()
        found = order(trace.read_text(errors="replace"), key)
    print(" → ".join(found))
    answered = found.index("answer written") if "answer written" in found else len(found)
    before_answer = found[:answered]
    written = max((i for i, e in enumerate(before_answer) if e == "log written"), default=None)
    good = (
        answered < len(found) and written is not None
        and "log on disk" in before_answer[written:])
    print("1 passed, 0 failed" if good else "0 passed, 1 failed")
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
