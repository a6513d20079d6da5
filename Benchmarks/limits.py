#!/usr/bin/env python3
"""Holds ours against what the machine can do, and shows how time and memory grow.

    Benchmarks/limits.py [--rlhf PATH] [--write] [--quick]

Models of five sizes with drawn weights are written to a temporary folder (up to 1.1 billion weights, 2.2 GB in
bfloat16; 12 GB of memory are used). Measured are decoding of one row against the rate at which memory is read,
training against the rate of matrix products (both told by `rlhf doctor --speed`), and how time and memory grow with
rows, length, vocabulary and size. `--write` writes docs/benchmarks-limits.md and its pictures; `--quick` leaves out
the two largest sizes. Needs nothing but Python 3.9 and the command.
"""

import argparse
import datetime
import json
import os
import platform
import random
import re
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path[:0] = [os.path.join(HERE, "limits"), os.path.join(HERE, "peers")]
from llamas import SIZES, parameters, size_of, write_model  # noqa: E402
from ours import batch_ends  # noqa: E402
from picture import picture  # noqa: E402
from process import run as run_process  # noqa: E402

ROOT = os.path.dirname(HERE)
LARGE = ("360M", "1.1B")
PRECISIONS = {"float32": 4, "bfloat16": 2, "int8": 1}
ADAPTED = ["lora.rank=16"]


class Machine:
    """Runs the command in a folder, and keeps what each run took."""

    def __init__(self, command, folder):
        self.command, self.folder = command, folder

    def run(self, *arguments):
        """Seconds and the most resident bytes of a run, and what it printed."""
        started = datetime.datetime.now()
        with open(os.path.join(self.folder, "out"), "w+b") as out, \
                open(os.path.join(self.folder, "err"), "w+b") as err:
            process = subprocess.Popen([self.command, *arguments], cwd=self.folder, stdout=out, stderr=err)
            _, status, usage = os.wait4(process.pid, 0)
            seconds = (datetime.datetime.now() - started).total_seconds()
            out.seek(0), err.seek(0)
            if status != 0:
                sys.exit(f"{' '.join(arguments)}\n{err.read().decode()[-2000:]}")
            return seconds, usage.ru_maxrss * 1024, out.read().decode()

    def speed(self):
        """The rates of matrix products and of reading memory, per second."""
        text = self.run("doctor", "--speed")[2]
        found = [float(number) * 1e9 for number in re.findall(r"([0-9.]+) · 10⁹", text)]
        return found[0], found[1]

    def decoding(self, model, rows=1, tokens=128, precision="float32", repetitions=3):
        """Seconds of a step, the median of the batches after the first, and the most resident bytes.

        A batch is timed by when its texts appear on a terminal, so that the start is in none of them.
        """
        prompts = [part for row in range(rows) for part in ("--prompt", f"sun {row} and rain")]

        def command(batches, *output):
            return [self.command, "generate", "--model", model, *prompts * batches, "--batch-size", str(rows),
                    "--maximum-new-tokens", str(tokens), "--temperature", "0", "--weight-precision", precision, *output]
        self.run(*command(1, "--output", "made.jsonl", "--overwrite")[1:])
        with open(os.path.join(self.folder, "made.jsonl"), encoding="utf-8") as file:
            steps = max(len(json.loads(line)["tokens"]) for line in file)
        batches = repetitions + 1
        outcome = run_process(command(batches), self.folder, dict(os.environ), 3600, with_terminal=True)
        ends = batch_ends(outcome, rows, rows * batches)
        found = sorted((after - before) / steps for before, after in zip(ends, ends[1:]))
        return found[len(found) // 2], outcome.peak_bytes

    def training(self, model, *settings, rows=4, steps=4):
        """Tokens per second, the median after the first step, and the most resident bytes."""
        pairs = [
            "held_out_fraction=0", "maximum_length=256", f"sft.optimization.batch_size={rows}",
            f"sft.optimization.maximum_steps={steps}", "tensorboard=false", "memory_check=false", *settings]
        _, peak, _ = self.run(
            "sft", "--model", model, "--data", "rows.jsonl", "--output", "run", "--overwrite",
            *(part for pair in pairs for part in ("--set", pair)))
        with open(os.path.join(self.folder, "run", "metrics.jsonl"), encoding="utf-8") as file:
            steps = [row for row in map(json.loads, file) if row["step"] > 0]
        rates = [
            (after["num_tokens"] - before["num_tokens"]) / (after["time"] - before["time"])
            for before, after in zip(steps, steps[1:])]
        return sorted(rates)[len(rates) // 2], peak


def write_rows(machine):
    """A tokenizer of 400 words, and rows of about 200 tokens that are completions but for a word."""
    words = "sun rain wind snow fog hail dew ice frost mist cloud storm river stone tree leaf root branch".split()
    draw = random.Random(1)
    lines = [" ".join(draw.choice(words) for _ in range(100)) for _ in range(200)]
    with open(os.path.join(machine.folder, "text.txt"), "w", encoding="utf-8") as file:
        file.write("\n".join(lines) + "\n")
    with open(os.path.join(machine.folder, "rows.jsonl"), "w", encoding="utf-8") as file:
        for line in lines[:64]:
            file.write(json.dumps({"prompt": "sun", "completion": " " + line}) + "\n")
    machine.run("tokenizer", "train", "--input", "text.txt", "--vocabulary-size", "400", "--output", "tokenizer")


def measure(machine, sizes):
    """All figures, as the page wants them."""
    for name in sizes:
        write_model(os.path.join(machine.folder, name), SIZES[name], os.path.join(machine.folder, "tokenizer"))
    found = {"speed": machine.speed(), "decoding": [], "training": [], "rows": [], "length": [], "vocabulary": []}
    for name in sizes:
        count = sum(map(size_of, parameters(SIZES[name]).values()))
        for precision, width in PRECISIONS.items():
            show(f"decoding {name} {precision}")
            tokens = 96 if name in LARGE else 128 if name == "124M" else 768
            seconds, peak = machine.decoding(name, 1, tokens, precision, 2 if name in LARGE else 3)
            found["decoding"].append([name, precision, count, seconds, count * width / seconds, peak])
    for name in sizes:
        count = sum(map(size_of, parameters(SIZES[name]).values()))
        for adapted in (False, True):
            if name in LARGE and not adapted:
                continue
            show(f"training {name}" + (" LoRA" if adapted else ""))
            rate, peak = machine.training(name, *(ADAPTED if adapted else []), rows=2 if name in LARGE else 8)
            found["training"].append([name, adapted, count, rate, (4 if adapted else 6) * count * rate, peak])
    for rows in (1, 2, 4, 8, 16, 32, 64):
        show(f"{rows} rows")
        seconds, peak = machine.decoding("14M", rows, 256)
        found["rows"].append([rows, rows / seconds, peak])
    for tokens in (64, 256, 1024):
        show(f"{tokens} tokens")
        seconds, peak = machine.decoding("14M", 8, tokens)
        found["length"].append([tokens, seconds, peak])
    for vocabulary in (4096, 16384, 50304, 151936):
        show(f"vocabulary of {vocabulary}")
        shape = SIZES["1M"][:5] + (vocabulary,)
        write_model(os.path.join(machine.folder, f"v{vocabulary}"), shape, os.path.join(machine.folder, "tokenizer"))
        rate, peak = machine.training(f"v{vocabulary}", rows=8)
        found["vocabulary"].append([vocabulary, rate, peak])
    found["speed_after"] = machine.speed()
    return found


def show(text):
    if sys.stderr.isatty():
        print(text, file=sys.stderr)


def commit():
    def git(*words):
        return subprocess.run(["git", "-C", ROOT, *words], capture_output=True, text=True).stdout.strip()
    return git("rev-parse", "--short", "HEAD") + ("-dirty" if git("status", "--porcelain") else "")


def page(found):
    products = max(found["speed"][0], found["speed_after"][0])
    reading = max(found["speed"][1], found["speed_after"][1])
    lines = [
        "# Against the machine's limits", "",
        "Written by `Benchmarks/limits.py --write`, not by hand. Llamas with drawn weights, two threads, float32 unless said.", "",
        f"* date: {datetime.date.today()}", f"* commit: {commit()}",
        f"* machine: {platform.machine()}, {os.cpu_count()} cores, {platform.system()} {platform.release()}",
        f"* matrix products: {products / 1e9:.0f} GFLOP/s; memory read: {reading / 1e9:.1f} GB/s (`rlhf doctor --speed`, the better of before and after)",
        "", "## Decoding one row", "",
        "The share is that of the weights' bytes, read once a token, in what memory gives. Caches hold the smallest models, so that it can exceed 1. "
        "The time of a text, a prompt of four words in it, by its tokens; the start of the process is not in it.", "",
        "| model | weights in | weights | ms a token | GB/s of weights | share of memory | peak MB |", "|---|---|---:|---:|---:|---:|---:|"]
    for name, precision, count, seconds, rate, peak in found["decoding"]:
        lines.append(f"| {name} | {precision} | {count / 1e6:.1f} M | {seconds * 1e3:.2f} | {rate / 1e9:.1f} | {rate / reading:.2f} | {peak / 1e6:.0f} |")
    lines += ["", "## Training", "",
              "SFT on rows of about 200 tokens. Six operations are counted for each weight and token, four where only adapters learn; "
              "attention and all else that is no weight is not counted.", "",
              "| model | learns | tokens/s | GFLOP/s | share of matrix products | peak MB |", "|---|---|---:|---:|---:|---:|"]
    for name, adapted, _, rate, operations, peak in found["training"]:
        lines.append(f"| {name} | {'LoRA, rank 16' if adapted else 'all'} | {rate:,.0f} | {operations / 1e9:.0f} | {operations / products:.2f} | {peak / 1e6:,.0f} |")
    lines += ["", "## How it grows", "",
              "![tokens per second by rows](pictures/limits-rows.svg) ![peak by rows](pictures/limits-rows-memory.svg)", "",
              "![a step by length](pictures/limits-length.svg) ![training by vocabulary](pictures/limits-vocabulary.svg)", "",
              "![peak by vocabulary](pictures/limits-vocabulary-memory.svg) ![by size](pictures/limits-size.svg)", "",
              "| decoding of 14M, rows | tokens/s | peak MB |", "|---:|---:|---:|"]
    lines += [f"| {rows} | {rate:,.0f} | {peak / 1e6:.0f} |" for rows, rate, peak in found["rows"]]
    lines += ["", "| decoding of 14M, 8 rows, tokens | ms a step, mean | peak MB |", "|---:|---:|---:|"]
    lines += [f"| {tokens:,} | {seconds * 1e3:.2f} | {peak / 1e6:.0f} |" for tokens, seconds, peak in found["length"]]
    lines += ["", "| SFT of the layers of 1M, vocabulary | tokens/s | peak MB |", "|---:|---:|---:|"]
    lines += [f"| {size:,} | {rate:,.0f} | {peak / 1e6:,.0f} |" for size, rate, peak in found["vocabulary"]]
    return "\n".join(lines) + "\n"


def pictures(found, folder):
    os.makedirs(folder, exist_ok=True)

    def draw(name, *rest):
        picture(os.path.join(folder, f"limits-{name}.svg"), *rest)
    draw("rows", "Decoding 14M", "tokens/s", {"float32": [(x, y) for x, y, _ in found["rows"]]}, "rows")
    draw("rows-memory", "Decoding 14M", "peak MB", {"float32": [(x, y / 1e6) for x, _, y in found["rows"]]}, "rows")
    draw("length", "Decoding 14M, 8 rows", "ms a step", {"float32": [(x, y * 1e3) for x, y, _ in found["length"]]}, "new tokens")
    draw("vocabulary", "SFT, the layers of 1M", "tokens/s", {"all weights": [(x, y) for x, y, _ in found["vocabulary"]]}, "vocabulary")
    draw("vocabulary-memory", "SFT, the layers of 1M", "peak MB", {"all weights": [(x, y / 1e6) for x, _, y in found["vocabulary"]]}, "vocabulary")
    draw("size", "Decoding one row", "ms a token", {
        precision: [(row[2], row[3] * 1e3) for row in found["decoding"] if row[1] == precision]
        for precision in PRECISIONS}, "weights")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--rlhf", default=os.path.join(ROOT, ".build", "release", "rlhf"))
    parser.add_argument("--write", action="store_true")
    parser.add_argument("--quick", action="store_true")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        machine = Machine(os.path.abspath(asked.rlhf), folder)
        write_rows(machine)
        found = measure(machine, [name for name in SIZES if not (asked.quick and name in LARGE)])
    text = page(found)
    print(text, end="")
    if asked.write:
        pictures(found, os.path.join(ROOT, "docs", "pictures"))
        with open(os.path.join(ROOT, "docs", "benchmarks-limits.md"), "w", encoding="utf-8") as file:
            file.write(text)


if __name__ == "__main__":
    main()
