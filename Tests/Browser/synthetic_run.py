#!/usr/bin/env python3
"""Writes a run's folder as training leaves it, made up: what reports are tried on.

    Tests/Browser/synthetic_run.py FOLDER [--steps 1000] [--seed 1] [--hostile] [--unfinished]

The reward rises; the true score rises, then falls, as a proxy's does when it is optimized too far.
"""

import argparse
import json
import math
import pathlib
import random

from hostile_texts import HOSTILE

WORDS = (
    "the a snow is white because light bends and every crystal sends it back in all directions so "
    "we see no colour at all but on a clear evening it looks blue or even pink please remember that "
    "water freezes first at the edge where it is cold which takes time"
).split()
QUESTIONS = (
    "What colour is snow?", "How do I boil an egg?", "Why is the sky blue?", "Name three rivers.",
    "How long is a year?", "Write a line about tea.", "Is glass a liquid?", "What is a haiku?",
    "كيف أتعلم العزف على البيانو؟", "Can fish sleep?", "How do planes fly?", "What is rust?",
    "Who wrote the Iliad?", "What makes bread rise?", "Why do cats purr?", "What is a prime number?",
)


def metrics_of(step, count, dice):
    """The numbers of one step of PPO."""
    done = step / count
    noise = dice.gauss
    row = {
        "objective/scores": 3 * (1 - math.exp(-3 * done)) + noise(0, 0.25),
        "objective/kl": 28 * done**1.4 + abs(noise(0, 0.7)),
        "objective/rlhf_reward": 2 * (1 - math.exp(-3 * done)) + noise(0, 0.3),
        "objective/non_score_reward": -0.05 * 28 * done**1.4 + noise(0, 0.02),
        "objective/entropy": 60 - 35 * done + noise(0, 2),
        "policy/entropy_avg": 2.4 - 1.2 * done + noise(0, 0.05),
        "policy/approxkl_avg": abs(noise(0.01, 0.004)),
        "policy/clipfrac_avg": min(1, abs(noise(0.12, 0.03))),
        "val/clipfrac_avg": min(1, abs(noise(0.05, 0.03))),
        "val/ratio": 1 + noise(0, 0.01), "val/ratio_var": abs(noise(0, 0.001)),
        "val/explained_variance": 0.8 * (1 - math.exp(-5 * done)) + noise(0, 0.05),
        "loss/policy_avg": noise(-0.02, 0.01), "loss/value_avg": 0.9 * math.exp(-3 * done) + abs(noise(0, 0.05)),
        "completions/mean_length": 40 + 60 * done + noise(0, 3),
        "completions/max_length": 128, "completions/min_length": max(1, 12 + 10 * done + noise(0, 2)),
        "completions/clipped_ratio": min(1, max(0, 0.02 + 0.3 * done**3 + noise(0, 0.01))),
        "val/num_eos_tokens": round(60 - 15 * done), "lr": 1e-5 * (1 - done), "grad_norm": abs(noise(1.1, 0.3)),
        "eps": 12 + noise(0, 0.4), "num_tokens": step * 8192, "epoch": 4 * done, "episode": step * 64,
        "text/distinct_2": 0.8 - 0.4 * done + noise(0, 0.02), "text/repetition": 0.05 + 0.3 * done**2 + abs(noise(0, 0.01)),
        "text/template": 0.1 + 0.5 * done**2 + noise(0, 0.02), "text/refusals": abs(noise(0.01, 0.004)),
        "text/empty": 0, "reward/length_correlation": min(1, 0.1 + 0.6 * done + noise(0, 0.05)),
        "reward/length_slope": 0.01 + 0.02 * done + noise(0, 0.002),
        "ensemble/disagreement": 0.2 + 0.8 * done**2 + abs(noise(0, 0.03)),
    }
    if step == 500:
        row["grad_norm"] = "NaN"
    return row


def true_score(done):
    return 0.45 + 1.4 * done - 1.55 * done**2


def gold_of(step, count, dice):
    """The numbers of a gold round."""
    done = step / count
    score = true_score(done) + dice.gauss(0, 0.01)
    return {
        "gold/score": score, "gold/score_lower": score - 0.04, "gold/score_upper": score + 0.04,
        "gold/reward": 3 * (1 - math.exp(-3 * done)), "gold/kl": 28 * done**1.4,
        "gold/length": 40 + 60 * done, "gold/distinct_2": 0.8 - 0.4 * done, "gold/self_bleu": 0.2 + 0.5 * done**2,
        "gold/win_rate": 0.5 + 0.35 * (true_score(done) - 0.45) / 0.32,
    }


def samples_of(step, count, dice, hostile):
    """A line for each of sixteen prompts, whose texts change little by little."""
    done = step / count
    for index, question in enumerate(QUESTIONS):
        own = random.Random(index)
        length = 30 + index
        words = [own.choice(WORDS) for _ in range(length)]
        for place in own.sample(range(length), int(done * length * 0.7)):
            words[place] = dice.choice(WORDS)
        words += [dice.choice(("truly", "indeed", "of course")) for _ in range(int(25 * done))]
        text = " ".join(words).capitalize() + "."
        prompt = question if index % 2 else [{"role": "user", "content": question}]
        if hostile:
            text += "\n" + "\n".join(HOSTILE)
            prompt = [{"role": HOSTILE[0], "content": HOSTILE[index % len(HOSTILE)] + str(index)}]
        yield {
            "step": step, "prompt": prompt, "completion": text, "reward": 3 * done + own.gauss(0, 0.5),
            "gold": true_score(done) + dice.gauss(0, 0.1), "kl": 28 * done**1.4, "tokens": len(words) * 2,
            "finished": len(words) * 2 < 124,
        }


def verdicts_of(count, hostile):
    text = HOSTILE[0] + HOSTILE[2] if hostile else ""
    for step, verdict, action in (
            (0.42, "length_hacking", "log"), (0.5, "out_of_distribution", "warn"),
            (0.55, "overoptimization", "warn"), (0.62, "overoptimization", "warn"), (0.9, "kl_blow_up", "stop")):
        yield {
            "step": int(step * count), "verdict": verdict + text, "action": action,
            "evidence": ["reward 2.1 → 2.6 over 60 steps", "true score 0.77 → 0.71 (0.67 to 0.75)" + text],
            "advice": "Stop here and keep the checkpoint with the best true score." + text,
        }


def record_of(folder, command, count, seed, hostile, finished):
    text = HOSTILE[0] if hostile else ""
    return {
        "format": 1, "status": "finished" if finished else "running", "command": command + text,
        "arguments": ["--config", "ppo.yaml"], "seed": seed, "core_count": 2, "process_id": 1,
        "versions": {"rlhf": "0.1.0", "libtorch": "2.13.0"},
        "inputs": [{"path": f"prompts.jsonl{text}", "bytes": 12345, "sha256": "ab" * 32}],
        "started_at": "2026-01-01T00:00:00Z", "step_count": count,
        **({"ended_at": "2026-01-01T01:23:20Z",
            "summary": {"objective/scores": 2.9, "gold/score": 0.31 + seed / 100, f"x{text}": 1}} if finished else {}),
        "resumptions": [],
        "configuration": {
            "common": {"model": "models/sft", "seed": seed, "data": "prompts.jsonl"},
            command: {"kl_coefficient": 0.05 * seed, "clip_range": 0.2, f"name{text}": text or "none"},
        },
    }


EVALUATION = {
    "accuracy": {"value": 0.74, "lower": 0.70, "upper": 0.78, "confidence": 0.95}, "pairs": 500,
    "calibration_error": {"value": 0.06, "lower": 0.03, "upper": 0.09, "confidence": 0.95},
    **{f"calibration at {0.55 + 0.1 * index}": {
        "value": 0.55 + 0.07 * index, "lower": 0.5 + 0.06 * index, "upper": 0.62 + 0.07 * index,
        "confidence": 0.95} for index in range(5)},
    **{f"accuracy by length: {part}": {"value": value, "lower": value - 0.05, "upper": value + 0.05,
                                       "confidence": 0.95}
       for part, value in (("longer", 0.82), ("alike", 0.73), ("shorter", 0.61))},
}


def write_run(folder, steps=1000, seed=1, hostile=False, finished=True, command="ppo"):
    """Writes the folder and returns it."""
    folder = pathlib.Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    dice = random.Random(seed)
    text = HOSTILE[2] if hostile else ""
    with open(folder / "metrics.jsonl", "w") as metrics, open(folder / "samples.jsonl", "w") as samples:
        last = steps if finished else steps * 3 // 4
        for step in range(last + 1):
            row = {} if step == 0 else metrics_of(step, steps, dice)
            if step % 20 == 0:
                row.update(gold_of(step, steps, dice))
                for sample in samples_of(step, steps, dice, hostile):
                    samples.write(json.dumps(sample) + "\n")
            if text and step % 50 == 0:
                row[f"metric{text}"] = dice.random()
            if row:
                metrics.write(json.dumps({"step": step, "time": 1767225600 + 5 * step, **row}) + "\n")
        if not finished:
            samples.write('{"step": 3, "prom')
    lines = [json.dumps(line) + "\n" for line in verdicts_of(steps, hostile)]
    (folder / "verdicts.jsonl").write_text("".join(lines[:None if finished else 3]))
    (folder / "run.json").write_text(json.dumps(record_of(folder, command, steps, seed, hostile, finished)))
    (folder / "evaluation.json").write_text(json.dumps(EVALUATION))
    audit = {
        "files": [{"path": "prompts.jsonl", "sha256": "ab" * 32, "rowCount": 900, "refusedCount": 0}],
        "rowCount": 900, "promptCount": 870, "contentHash": "00", "measures": [], "unchecked": [],
        "silentChecks": ["split-leak"], "findings": [{
            "check": "near-duplicates", "severity": "warning", "summary": f"30 rows are said twice.{text}",
            "count": 30, "total": 900, "examples": [], "advice": "Keep one of each."}],
    }
    (folder / "audit.json").write_text(json.dumps(audit))
    return folder


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder")
    parser.add_argument("--steps", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--hostile", action="store_true")
    parser.add_argument("--unfinished", action="store_true")
    given = parser.parse_args()
    write_run(given.folder, given.steps, given.seed, given.hostile, not given.unfinished)
