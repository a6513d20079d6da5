"""A labeling server under test: `rlhf label serve` on a store of its own, as a process."""

import contextlib
import json
import os
import pathlib
import re
import signal
import socket
import subprocess
import time

ROOT = pathlib.Path(__file__).resolve().parents[2]


def command():
    """The command to test: $RLHF, or the release build, or the debug build."""
    if "RLHF" in os.environ:
        return os.environ["RLHF"]
    for kind in ("release", "debug"):
        path = ROOT / ".build" / kind / "rlhf"
        if path.exists():
            return str(path)
    raise SystemExit("there is no rlhf to test: run `make release`, or set RLHF=/path/to/rlhf")


def rlhf(*arguments, check=True, **options):
    """Runs a command to its end and returns what it printed."""
    result = subprocess.run(
        [command(), *map(str, arguments)], text=True, capture_output=True, timeout=120, **options)
    if check and result.returncode != 0:
        raise AssertionError(
            f"rlhf {' '.join(map(str, arguments))} ended with {result.returncode}:\n"
            f"{result.stdout}{result.stderr}")
    return result


def new_store(folder, rows, overlap=1, kind="ranking"):
    """Makes a store with tasks, and returns the administrator's link."""
    created = rlhf("label", "init", folder, "--name", "Test")
    link = re.search(r"http://\S+/join/\S+", created.stdout).group(0)
    file = pathlib.Path(folder).with_suffix(".rows.jsonl")
    file.write_text("".join(json.dumps(row) + "\n" for row in rows))
    rlhf("label", "import", folder, file, "--kind", kind, "--overlap", overlap)
    return link


def ranking_rows(count, completions=4):
    """Rows to rank whose texts differ."""
    subjects = ("bread", "tea", "a kite", "a garden", "the piano", "chess", "a letter", "soup")
    return [
        {
            "prompt": f"How do I get better at {subjects[index % len(subjects)]}, take {index}?",
            "completions": [
                f"Suggestion {index}.{number}: practise for {7 * number + index} minutes a day."
                for number in range(1, completions + 1)
            ],
        }
        for index in range(1, count + 1)
    ]


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Server:
    """The process. `kill()` ends it as a power switch would, `stop()` as an administrator."""

    def __init__(self, folder, port=None, before=(), environment=None, options=()):
        self.folder, self.port = folder, port or free_port()
        self.before, self.options = list(before), list(options)
        # Heeded by debug builds alone.
        cheap = {"RLHF_TEST_PASSWORDS": "cheap"}
        self.environment = {**os.environ, **cheap, **(environment or {})}
        self.log_path = pathlib.Path(str(folder).rstrip("/") + ".server.log")
        self.process = None

    def start(self, seconds=30):
        log = open(self.log_path, "ab")
        self.process = subprocess.Popen(
            [*self.before, command(), "label", "serve", str(self.folder), "--port",
             str(self.port), *self.options],
            stdout=log, stderr=log, stdin=subprocess.DEVNULL, env=self.environment)
        log.close()
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            if self.process.poll() is not None:
                raise AssertionError(f"the server ended: {self.log_path.read_text()[-2000:]}")
            with contextlib.suppress(OSError), socket.create_connection(
                    ("127.0.0.1", self.port), timeout=1):
                return self
            time.sleep(0.02)
        raise AssertionError(f"the server does not listen after {seconds} s")

    def kill(self):
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()

    def stop(self, seconds=15):
        """Asks it to end; returns the seconds that took and its exit status."""
        start = time.monotonic()
        self.process.send_signal(signal.SIGTERM)
        status = self.process.wait(timeout=seconds)
        return time.monotonic() - start, status

    def __enter__(self):
        return self.start()

    def __exit__(self, *_):
        if self.process and self.process.poll() is None:
            self.kill()


def invitations(folder, role, uses):
    """Makes an invitation while no server runs, and returns its link."""
    printed = rlhf("label", "invite", folder, "--role", role, "--uses", uses).stdout
    return re.search(r"http://\S+/join/\S+", printed).group(0)


PASSWORD = "a long enough passphrase"
