"""How fast a device trains and decodes models of the shapes of Qwen2, against its own limits."""

import os
import statistics
from typing import NamedTuple

import models
import ours
from process import Failure

TRAINING_AIM, DECODING_AIM = 0.45, 0.60
# Operations for each weight and token: two forward and four backward; in DPO two more for the reference.
OPERATIONS = {"sft": 6, "dpo": 8}
WIDTHS = {"float32": 4, "bfloat16": 2}
DECODED_BATCHES = 3


class Plan(NamedTuple):
    """How much is done."""

    shapes: dict
    steps: int
    sequences: int
    words: tuple
    new_tokens: int
    row_counts: tuple
    # Whether the figures are of shapes that have aims.
    has_aims: bool


FULL = Plan(models.SHAPES, 8, 16, (100, 300), 256, (1, 8, 32, 128), True)
SMALL = Plan(models.TINY_SHAPES, 4, 4, (10, 20), 16, (1, 2), False)


def rates(machine, findings):
    """The rates that all else is held against."""
    found = machine.rates()
    names = {"float32": "FLOP/s", "bfloat16": "FLOP/s", "memory": "bytes/s"}
    for name, unit in names.items():
        what = "memory read" if name == "memory" else f"matrix products, {name}"
        text = f"{found[name]:.3g} {unit}" if name in found else "`rlhf doctor --speed` does not tell it"
        findings.add("rates", what, text, rate=found.get(name))
    return found


def train(machine, findings, plan, limit):
    """SFT and DPO of all shapes in bfloat16; `limit` is the rate of matrix products."""
    models.write_rows(machine.folder, plan.steps * plan.sequences, plan.words)
    for name, shape in plan.shapes.items():
        for stage, file, rows in (("sft", "sft.jsonl", plan.sequences), ("dpo", "pairs.jsonl", plan.sequences // 2)):
            what = f"{stage} {name}, bfloat16"
            found = findings.attempt("training", what, lambda: _rate(machine, plan, stage, name, file, rows))
            machine.remove("run")
            if found:
                rate, part, step_tokens = found
                operations = OPERATIONS[stage] * models.weight_count(shape) * rate
                text = f"{rate:,.0f} tokens/s, {step_tokens:,.0f} a step{_parts(part)}; {operations:.3g} FLOP/s"
                _add(findings, plan, "training", what, text, operations, limit, "bfloat16 matrix products",
                     TRAINING_AIM, tokens_per_second=rate, rows_per_pass=part)


def _parts(rows):
    return f" in passes of {rows} row{'s' if rows > 1 else ''}" if rows else ""


def _rate(machine, plan, stage, name, file, rows):
    """Tokens a second, the rows of a pass (0 for all), and the tokens of a step.

    Where memory does not hold a whole step, it is made in parts.
    """
    problem = None
    for part in [0] + [rows // parts for parts in (2, 8) if rows >= parts]:
        settings = [
            f"{stage}.optimization.batch_size={rows}", f"{stage}.optimization.micro_batch_size={part}",
            f"{stage}.optimization.maximum_steps={plan.steps}", f"{stage}.optimization.precision=bfloat16",
            "maximum_length=1024"]
        try:
            steps = machine.train(stage, name, file, machine.device, *settings)
            break
        except Failure as failure:
            if "out of memory" not in str(failure):
                raise
            problem = failure
    else:
        raise problem
    counts = [after["num_tokens"] - before["num_tokens"] for before, after in zip(steps, steps[1:])]
    times = [after["time"] - before["time"] for before, after in zip(steps, steps[1:])]
    # The first steps fill allocators and caches.
    rates = [count / time for count, time in zip(counts, times)][1:]
    return statistics.median(rates), part, statistics.median(counts)


def decode(machine, findings, plan, limit):
    """Greedy decoding of all shapes; `limit` is the rate of reading memory."""
    precision = _weight_precision(machine, findings, plan)
    for name, shape in plan.shapes.items():
        for rows in plan.row_counts:
            what = f"{name}, {rows} row{'s' if rows > 1 else ''}, weight precision {precision}"
            seconds = findings.attempt(
                "decoding", what, lambda: _step_seconds(machine, plan, name, rows, precision))
            if not seconds:
                continue
            text = f"{rows / seconds:,.0f} tokens/s, {seconds * 1e3:.2f} ms a step"
            reading = models.weight_count(shape) * WIDTHS[precision] / seconds
            if rows == 1:
                _add(findings, plan, "decoding", what, text, reading, limit, "memory", DECODING_AIM,
                     seconds=seconds)
            else:
                findings.add("decoding", what, text, seconds=seconds)


def _weight_precision(machine, findings, plan):
    """The smallest type that `rlhf generate` keeps weights in on this device."""
    models.write_prompts(machine.folder, 1)
    try:
        machine.run("generate", "--model", next(iter(plan.shapes)), "--prompts", "prompts.jsonl", "--device",
                    machine.device, "--maximum-new-tokens", 1, "--weight-precision", "bfloat16")
        return "bfloat16"
    except Failure as failure:
        findings.add("decoding", "weights in bfloat16", f"refused: {failure}", "that it can be asked for", False)
        return "float32"


def _step_seconds(machine, plan, name, rows, precision):
    """Seconds of a step: of all batches but the first, by when their texts appear on a terminal."""
    count = rows * DECODED_BATCHES
    models.write_prompts(machine.folder, count)
    outcome = machine.run(
        "generate", "--model", name, "--prompts", "prompts.jsonl", "--temperature", 0, "--maximum-new-tokens",
        plan.new_tokens, "--batch-size", rows, "--device", machine.device, "--weight-precision", precision,
        with_terminal=True)
    ends = ours.batch_ends(outcome, rows, count)
    return statistics.median(after - before for before, after in zip(ends, ends[1:])) / plan.new_tokens


def _add(findings, plan, part, what, text, rate, limit, of, aim, **raw):
    """A row with the share of a limit, where that is known."""
    if not limit:
        findings.add(part, what, f"{text}; the rate of {of} is not known", rate=rate, **raw)
        return
    share = rate / limit
    words = f"{100 * aim:.0f} % of {of}" if plan.has_aims else ""
    findings.add(part, what, f"{text}, {100 * share:.0f} % of {of}", words, share >= aim if plan.has_aims else None,
                 rate=rate, share=share, **raw)


def write_models(folder, plan):
    for name, shape in plan.shapes.items():
        models.write_model(os.path.join(folder, name), shape, os.path.join(folder, "tokenizer"))
