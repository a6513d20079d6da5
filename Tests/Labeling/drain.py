#!/usr/bin/env python3
"""Asks a labeling server to end while labelers are at work.

    Tests/Labeling/drain.py

It must end by itself within ten seconds with status 0, even with a connection that dawdles;
whatever it acknowledged is in the store, and another server can take the store over.
"""

import pathlib
import socket
import sys
import tempfile
import threading
import time

sys.path.insert(0, str(pathlib.Path(__file__).parent))
from kill_rounds import look, work  # noqa: E402
from server import PASSWORD, Server, invitations, new_store, ranking_rows  # noqa: E402
from virtual_labeler import VirtualLabeler  # noqa: E402


def main():
    with tempfile.TemporaryDirectory() as scratch:
        folder = str(pathlib.Path(scratch) / "store")
        new_store(folder, ranking_rows(200), overlap=4)
        link = invitations(folder, "labeler", 4)
        with Server(folder) as server:
            labelers = [VirtualLabeler(server.port, seed=number) for number in range(4)]
            for number, labeler in enumerate(labelers):
                labeler.join(link, f"labeler{number}", PASSWORD)
            acknowledged, under_way, troubles, stop = {}, {}, [], threading.Event()
            threads = [
                threading.Thread(
                    target=work,
                    args=(labeler, number, acknowledged, under_way, stop, troubles))
                for number, labeler in enumerate(labelers)
            ]
            for thread in threads:
                thread.start()
            dawdler = socket.create_connection(("127.0.0.1", server.port))
            dawdler.sendall(b"POST /login HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 100\r\n\r\nh")
            time.sleep(1.5)
            seconds, status = server.stop(seconds=20)
            stop.set()
            for thread in threads:
                thread.join(timeout=20)
            dawdler.close()
        problems = troubles + look(folder, acknowledged, under_way)
        if status != 0:
            problems.append(f"the server ended with status {status}")
        if seconds > 10:
            problems.append(f"it took {seconds:.1f} s to end")
        if not acknowledged:
            problems.append("no judgement was acknowledged: the test shows nothing")
        with Server(folder) as server:
            server.stop()
        print(f"{len(acknowledged)} judgements acknowledged; ended in {seconds:.1f} s")
    print("\n".join(problems + [f"{int(not problems)} passed, {int(bool(problems))} failed"]))
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
