"""Writes docs/benchmarks-peers.md."""

import datetime
import os
import platform
import subprocess

import cases
import report

PREAMBLE = """# Beside the peers

Written by `make bench-peers PEERS=--write`, not by hand. Each figure is the median of pairs of runs on the
same machine, ours and the peer's in turn, each a process of its own, at the same settings on the same rows
and weights. A ratio is ours : theirs within a pair."""

MEASURED = """## What is measured

* **sft, reward, dpo**: `rlhf sft`, `reward` and `dpo` against the trainers of TRL, batches of 8 rows (pairs) of at
  most 256 tokens in the order of the file, no dropout, AdamW, gradients clipped to 1. Tokens per second is the
  median over the steps after the first two; tokens are those of the rows, without padding, a prompt that two
  completions share counted with each, and the same count for both sides. The losses of all steps must agree to
  {tolerance:g} (in bfloat16 to 0.01).
* **packed**: TRL with `packing=True`, which puts other rows into a batch; only tokens per second compare.
* **plain PyTorch**: a loop of forty lines on the model of `transformers`, on the same batches: what is left of TRL's
  time without TRL.
* **ppo**: TRL 1.12.0, the last that has it. 8 episodes of 48 new tokens a rollout, 4 epochs, one mini-batch; the
  policy, the critic, the reward model and the reference are of the one shape.
* **grpo, rloo**: 2 prompts of 4 completions of 48 new tokens a step, rewarded by a pattern in the text; tokens
  are those of prompts and completions.
* **generate-1, -8, -32**: greedy, 128 new tokens for each prompt of a batch of 1, 8 or 32, one batch after another;
  the time of a batch has its prompts in it, the tokens are the new ones. Ours is timed by when the texts of
  `rlhf generate` appear on a terminal.
* **CPU s**: user and system time of the whole process, its start included. **Peak MB**: the most resident memory
  (`ru_maxrss`). **First step**: from the command to the end of the first optimizer step; of PPO
  in a run of its own, of one rollout with one epoch.
* A bar is that of the project's plan. The models have drawn weights: nano is a Llama of 1.1 M weights (width 128,
  4 layers), mini one of 14 M (width 384, 6 layers), both with 4096 tokens; gpt2 has the shape of GPT-2 124M."""


def facts(workshop, comparisons, pairs, load_before):
    """What the figures depend on."""
    found = [run for comparison in comparisons for pair in comparison.pairs for run in pair]
    versions = {}
    for run in found:
        names = {f"{name} (ours)" if run.side == "ours" else name: version
                 for name, version in run.versions.items()}
        if "trl" in names and comparisons and _is_ppo(run, comparisons):
            names["trl (ppo)"] = names.pop("trl")
        versions |= names
    return [
        ("date", datetime.date.today().isoformat()),
        ("commit", _commit()),
        ("processor", _processor()),
        ("cores", f"{os.cpu_count()}, of which {workshop.threads} used"),
        ("system", f"{platform.system()} {platform.release()}"),
        ("load before", f"{load_before:.2f}"),
        ("precision", ", ".join(sorted({found.case.precision for found in comparisons}))),
        *_devices(comparisons),
        ("pairs", str(pairs)),
        ("settings of ours alone", ", ".join(workshop.overrides) or "none"),
        ("versions", ", ".join(f"{name} {versions[name]}" for name in sorted(versions))),
    ]


def _devices(comparisons):
    """Where both sides computed, if not on the CPU."""
    found = {comparison.case.device for comparison in comparisons} - {"cpu"}
    return [("device", ", ".join(sorted(found)))] if found else []


def _is_ppo(run, comparisons):
    return any(run is pair[1] for found in comparisons if found.case.task == "ppo"
               for pair in found.pairs)


def _commit():
    asked = subprocess.run(
        ["git", "describe", "--always", "--dirty"], cwd=os.path.dirname(__file__),
        capture_output=True, text=True)
    return asked.stdout.strip() or "unknown"


def _processor():
    try:
        with open("/proc/cpuinfo", encoding="utf-8") as file:
            for line in file:
                if line.startswith("model name"):
                    return line.split(":", 1)[1].strip()
    except OSError:
        pass
    return platform.processor() or platform.machine()


def page(comparisons, lines, note):
    parts = [PREAMBLE, ""]
    if note:
        parts += [note, ""]
    parts += [f"* {name}: {value}" for name, value in lines]
    parts += ["", "## Speed", "", *report.markdown(report.speed_rows(comparisons))]
    parts += ["## Memory, processor time and start", "",
              *report.markdown(report.cost_rows(comparisons))]
    parts += report.markdown(report.help_rows(comparisons))
    parts += [MEASURED.format(tolerance=cases.LOSS_TOLERANCES["float32"])]
    return "\n".join(parts) + "\n"
