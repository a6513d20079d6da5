"""PPO by ours and by TRL 1.12.0 on one device, run by Benchmarks/peers."""

import os
import subprocess
import sys
import tempfile

import saved
from process import Failure

AIM = 4.0
MODEL, SMALL_MODEL = "qwen2-0.5b", "nano"
BENCH = os.path.join(os.path.dirname(os.path.dirname(os.path.abspath(__file__))), "peers", "bench.py")


def compare(machine, findings, asked):
    """A row with the ratio of the speeds."""
    model = SMALL_MODEL if asked.small else MODEL
    what = f"ppo {model}, bfloat16, against TRL 1.12.0 with `generate`"
    found = findings.attempt("beside the peers", what, lambda: _run(machine, model, asked))
    if found is None:
        return
    ours, theirs = (found.values(found.throughput, mine).median for mine in (True, False))
    ratio = found.speed
    aim = "" if asked.small else f"{AIM:g} times"
    findings.add(
        "beside the peers", what,
        f"{ours:.2f} and {theirs:.2f} episodes/s, ratio {ratio.shown()} of {len(found.pairs)} pairs; "
        f"{found.work()[1]}", aim, None if asked.small else ratio.median >= AIM,
        ours=ours, theirs=theirs, ratio=ratio.median, least=ratio.least, most=ratio.most)


def _run(machine, model, asked):
    """The comparison that Benchmarks/peers writes to a file."""
    threads = min(8, os.cpu_count() or 1)
    with tempfile.TemporaryDirectory() as folder:
        output = os.path.join(folder, "peers.json")
        command = [
            sys.executable, BENCH, "--tasks", "ppo", "--models", model, "--pairs", "1" if asked.small else "3",
            "--steps", "4" if asked.small else "8", "--device", machine.kind, "--precision", "bfloat16",
            "--threads", str(threads), "--rlhf", machine.command, "--output", output]
        command += ["--python", asked.python] if asked.python else []
        command += ["--trl-1-12", asked.old_trl] if asked.old_trl else []
        done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
                              env={**os.environ, **machine.environment})
        if not os.path.exists(output):
            lines = (done.stderr.strip() or "it said nothing").splitlines()
            raise Failure(f"Benchmarks/peers: {lines[-1]}")
        found = saved.load(output)[0][0]
    if found.problem:
        raise Failure(found.problem)
    return found
