"""Runs a command as a process of its own, and says what it took."""

import dataclasses
import os
import pty
import subprocess
import threading
import time


class Failure(Exception):
    """A side that did not do its work, with the reason."""


@dataclasses.dataclass
class Outcome:
    """What a process took, and what it said."""

    started: float
    wall: float
    cpu: float
    peak_bytes: int
    output: bytes
    # With a terminal: when each piece of the output came, and where it begins.
    arrivals: list


def run(command, folder, environment, timeout, with_terminal=False):
    """Runs a command to its end.

    With a terminal its standard output is one, so that a program writes each line when it has it.
    Raises Failure when it ends with another status than 0, or not at all.
    """
    error_path = os.path.join(folder, "stderr")
    reader, writer = pty.openpty() if with_terminal else os.pipe()
    started = time.time()
    with open(error_path, "wb") as errors:
        try:
            child = subprocess.Popen(
                command, cwd=folder, env=environment, stdin=subprocess.DEVNULL, stdout=writer,
                stderr=errors)
        except OSError as error:
            raise Failure(f"{command[0]} does not start: {error.strerror}") from error
        finally:
            os.close(writer)
    timer = threading.Timer(timeout, child.kill)
    timer.start()
    try:
        output, arrivals = _read(reader)
        _, status, usage = os.wait4(child.pid, 0)
    except BaseException:
        child.kill()
        child.wait()
        raise
    finally:
        timer.cancel()
        os.close(reader)
    wall = time.time() - started
    child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode != 0:
        late = f" after {timeout} s" if wall >= timeout else ""
        raise Failure(f"ended with status {child.returncode}{late}: {_last_words(error_path)}")
    return Outcome(
        started, wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss * 1024,
        output, arrivals)


def _read(reader):
    output, arrivals = b"", []
    while True:
        try:
            piece = os.read(reader, 1 << 16)
        except OSError:  # A terminal whose other side is closed.
            break
        if not piece:
            break
        arrivals.append((time.time(), len(output)))
        output += piece
    return output, arrivals


def _last_words(path):
    with open(path, encoding="utf-8", errors="replace") as file:
        lines = [line.strip() for line in file if line.strip()]
    return lines[-1][:300] if lines else "it said nothing"
