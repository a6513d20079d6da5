#!/usr/bin/env python3
"""Holds a GPU against the CPU, against its own limits, and against TRL, and prints one table.

    Benchmarks/gpu.py [--rlhf PATH] [--only PARTS] [--without-peers] [--output FILE] [--write]
    Benchmarks/gpu.py --device cpu --small     (tries the script where there is no GPU)

Wanted is a machine with a GPU and a CUDA build of libtorch (`LIBTORCH=/path/to/torch make libtorch`). The executable is
the same as for the CPU. Models with drawn weights are written to a temporary folder: up to 10 GB of disk, and about
40 GB of the GPU's memory, by an estimate. A part that fails is a row of the table, and the others go on. Beside TRL it
needs what Benchmarks/peers needs, with a CUDA build of torch in the Python that `--python` names. All else needs
nothing but Python 3.9 and the command.
"""

import argparse
import datetime
import os
import platform
import re
import signal
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(HERE)
sys.path[1:1] = [os.path.join(HERE, "gpu"), os.path.join(HERE, "peers")]

import agreement  # noqa: E402
import beside  # noqa: E402
import limits  # noqa: E402
import models  # noqa: E402
import speed  # noqa: E402
from findings import Findings  # noqa: E402
from machine import Machine  # noqa: E402

PARTS = ("agreement", "rates", "training", "decoding", "peers")
PAGE = os.path.join(ROOT, "docs", "benchmarks-gpu.md")
NO_MEASUREMENT = (
    "Tiny shapes and few steps, made to try the script: nothing of this is a measurement of a GPU, and no speed is "
    "held against an aim.")
MEASURED = f"""## What is measured

* **agreement**: a Llama of 1 M weights, float32, the same rows, weights and seed once on the CPU and once on the
  device. For sft, reward, dpo and kto the losses of all steps must agree to {agreement.LOSS_TOLERANCE:g}. Another
  device draws other numbers, so that completions of ppo and grpo differ: compared is only that all steps end, and
  that in the first rollout the KL to the reference and the distance of the ratios from 1 are within
  {agreement.KL_TOLERANCE:g} of 0. Greedy completions must have the same tokens.
* **rates**: what `rlhf doctor --speed` tells, once, before training and decoding.
* **training**: `rlhf sft` and `rlhf dpo` on the shapes of Qwen2 with drawn weights; weights, gradients and AdamW in
  float32, products in bfloat16. Batches are {speed.FULL.sequences} sequences of drawn words, of different lengths,
  nearly all completion. Tokens are those of the sequences, without padding, and the rate is the median of the steps
  after the second. Six operations are counted for each weight and token, two forward and four backward; in dpo
  eight, as the reference reads each token once more. Both sequences of a pair are counted, and the embedding once,
  as the head. Attention, AdamW and all else that is no product with a weight is not counted.
* **decoding**: `rlhf generate`, greedy, {speed.FULL.new_tokens} new tokens for each of so many prompts side by
  side, one batch after another. It is timed by when texts appear on a terminal, from the end of a batch to the end
  of the next, so that a batch's short prompts are in its time. The share at one row is that of the bytes of all
  weights, read once a token, in what memory gives.
* **beside the peers**: as on [their page](benchmarks-peers.md): 8 episodes of 48 new tokens a rollout, 4 epochs,
  four models of the shape; episodes a second, ours : theirs. On both sides products are in bfloat16 and weights in
  float32."""


def parts(text):
    found = [name for name in text.split(",") if name]
    for name in found:
        if name not in PARTS:
            raise argparse.ArgumentTypeError(f"{name} is none of {', '.join(PARTS)}")
    return found


def options():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--rlhf", default=os.path.join(ROOT, ".build", "release", "rlhf"))
    parser.add_argument("--device", default="cuda", help="what is measured (cuda)")
    parser.add_argument("--small", action="store_true", help="tiny shapes and few steps, to try the script")
    parser.add_argument("--only", type=parts, default=list(PARTS), help=f"of {','.join(PARTS)}; by default all")
    parser.add_argument("--without-peers", action="store_true", help="leaves TRL out")
    parser.add_argument("--python", help="the peers' Python; by default one that is installed for them")
    parser.add_argument("--trl-1-12", dest="old_trl", help="the folder with TRL 1.12.0")
    parser.add_argument("--output", metavar="FILE", help="where all figures go as JSON, row by row")
    parser.add_argument("--write", action="store_true", help="also writes docs/benchmarks-gpu.md")
    asked = parser.parse_args()
    for name in ("rlhf", "output", "python", "old_trl"):
        # A link of a virtual environment stays one.
        setattr(asked, name, os.path.abspath(getattr(asked, name)) if getattr(asked, name) else None)
    if not os.access(asked.rlhf, os.X_OK):
        sys.exit(f"{asked.rlhf} is not there; build it with `make release`, or name one by --rlhf")
    if asked.without_peers:
        asked.only = [name for name in asked.only if name != "peers"]
    return asked


def facts(machine):
    """What the figures depend on."""
    version = re.search(r"libtorch (\S+),", machine.doctor())
    return [
        ("date", str(datetime.date.today())), ("commit", limits.commit() or "unknown"),
        ("device", f"{machine.device}{_card(machine)}"),
        ("processor", f"{platform.machine()}, {os.cpu_count()} cores"),
        ("system", f"{platform.system()} {platform.release()}"),
        ("libtorch", version.group(1) if version else "unknown")]


def _card(machine):
    """The GPU's name, its memory and its driver, where `nvidia-smi` tells them."""
    if machine.kind != "cuda":
        return ""
    try:
        done = subprocess.run(["nvidia-smi", "--query-gpu=name,memory.total,driver_version", "--format=csv,noheader"],
                              capture_output=True, text=True)
    except OSError:
        return ""
    index = int(machine.device.partition(":")[2] or 0)
    lines = done.stdout.splitlines()
    return f", {lines[index]}" if index < len(lines) else ""


def measure(machine, findings, asked):
    """All parts that were asked for."""
    plan = speed.SMALL if asked.small else speed.FULL
    limits.write_rows(machine)  # Also makes the tokenizer.
    if "agreement" in asked.only:
        agreement.write_models(machine.folder)
        models.write_rows(machine.folder, 64, (10, 30) if asked.small else (20, 100))
        agreement.agree(machine, findings, 2 if asked.small else 4)
    rates = {}
    if {"rates", "training", "decoding"} & set(asked.only):
        rates = speed.rates(machine, findings)
    if {"training", "decoding"} & set(asked.only):
        speed.write_models(machine.folder, plan)
    if "training" in asked.only:
        speed.train(machine, findings, plan, rates.get("bfloat16"))
    if "decoding" in asked.only:
        speed.decode(machine, findings, plan, rates.get("memory"))
    if "peers" in asked.only:
        beside.compare(machine, findings, asked)


def page(findings, asked):
    lines = ["# On a GPU", "", "Written by `Benchmarks/gpu.py`, not by hand.", ""]
    if asked.small:
        lines += [NO_MEASUREMENT, ""]
    lines += [f"* {name}: {value}" for name, value in findings.facts]
    return "\n".join([*lines, "", MEASURED, "", "## What was found", "", findings.table()])


def main():
    asked = options()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    with tempfile.TemporaryDirectory() as folder:
        machine = Machine(asked.rlhf, folder, asked.device)
        if not machine.has_device():
            sys.exit(
                f"no device {asked.device} is here, or the libtorch of {asked.rlhf} has none: run this on a machine "
                "with a GPU, over a CUDA build (`LIBTORCH=/path/to/torch make libtorch`); `--device cpu --small` tries "
                "the script without one")
        findings = Findings(facts(machine), asked.output)
        try:
            measure(machine, findings, asked)
        finally:
            # Also where it was stopped on the way: what was found is not lost.
            print(page(findings, asked), end="")
    if asked.write:
        with open(PAGE, "w", encoding="utf-8") as file:
            file.write(page(findings, asked))
    return 0 if findings.is_sound else 1


if __name__ == "__main__":
    try:
        sys.exit(main())
    except KeyboardInterrupt:
        sys.exit(130)
