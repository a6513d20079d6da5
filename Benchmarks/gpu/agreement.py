"""Whether a device computes what the CPU does: every stage for a few steps on both, on a Llama of 1 M weights."""

import os

import limits
from process import Failure

PART = "agreement"
LOSS_TOLERANCE, KL_TOLERANCE = 1e-3, 1e-4
MODEL, JUDGE = "1M", os.path.join("judge", "model")
NEW_TOKENS = 32
# The file, what the stage starts from, and how far it goes in a step: far enough for gradients to show.
ROWS = {
    "sft": ("sft.jsonl", MODEL, 1e-3), "reward": ("pairs.jsonl", JUDGE, 1e-4), "dpo": ("pairs.jsonl", MODEL, 1e-4),
    "kto": ("judged.jsonl", MODEL, 1e-4),
}
SAMPLED = {
    "ppo": [],
    "grpo": ["grpo.completions_per_prompt=4", "grpo.kl_coefficient=0.04"],
}


def agree(machine, findings, steps):
    """Rows of the table for all stages; the models and the files of rows are there."""
    # On another device a new head is drawn from other numbers: so both start from one that the CPU drew.
    judge = findings.attempt(PART, "the reward model that both start from", lambda: machine.train(
        "reward", MODEL, "pairs.jsonl", "cpu", "reward.optimization.maximum_steps=1", output="judge"))
    _completions(machine, findings)
    for stage in ROWS:
        if stage != "reward" or judge:
            findings.attempt(PART, f"{stage}, losses", lambda stage=stage: _losses(machine, findings, stage, steps))
    for stage in SAMPLED:
        if judge:
            findings.attempt(PART, f"{stage}, first rollout",
                             lambda stage=stage: _first_rollout(machine, findings, stage, steps))


def _optimization(stage, steps, rate):
    return [f"{stage}.optimization.batch_size=8", f"{stage}.optimization.maximum_steps={steps}",
            f"{stage}.optimization.learning_rate={rate}", "maximum_length=256"]


def _losses(machine, findings, stage, steps):
    data, model, rate = ROWS[stage]
    settings = _optimization(stage, steps, rate)
    found = [[row["loss"] for row in machine.train(stage, model, data, device, *settings)]
             for device in ("cpu", machine.device)]
    pairs = list(zip(*found))
    difference = max(abs(mine - other) for mine, other in pairs)
    agrees = difference <= LOSS_TOLERANCE and len(pairs) == steps
    findings.add(
        PART, f"{stage}, losses of {len(pairs)} steps, float32", f"differ by {difference:.1e} at most",
        f"at most {LOSS_TOLERANCE:g}", agrees, losses=found, disagrees=not agrees)


def _first_rollout(machine, findings, stage, steps):
    settings = _optimization(stage, steps, 1e-5) + SAMPLED[stage] + [
        f"reward_model={JUDGE}", f"{stage}.sampling.maximum_new_tokens=16"]
    found = [machine.train(stage, MODEL, "prompts.jsonl", device, *settings) for device in ("cpu", machine.device)]
    expected, here = ([rows[0].get(key) for key in ("objective/kl", "policy/first_ratio_error")] for rows in found)
    agrees = len(found[1]) == steps and all(value is not None and abs(value) <= KL_TOLERANCE for value in here)
    findings.add(
        PART, f"{stage}, first rollout, float32",
        f"KL {_short(here[0])} ({_short(expected[0])} on the CPU), ratios are off 1 by {_short(here[1])} "
        f"({_short(expected[1])}); {len(found[1])} steps ended",
        f"both within {KL_TOLERANCE:g} of 0", agrees, metrics=found, disagrees=not agrees)


def _short(number):
    return "not told" if number is None else f"{number:.1e}"


def _completions(machine, findings):
    """Greedy completions, on a GPU also without recorded steps; where those fail, the rest does without them."""
    expected = findings.attempt(PART, "greedy completions on the CPU",
                                lambda: machine.greedy(MODEL, "cpu", NEW_TOKENS))
    ways = {"generate, greedy, float32": {}}
    if machine.kind != "cpu":
        ways["generate, greedy, float32, no recorded steps"] = {"RLHF_GRAPHS": "0"}
    for what, environment in ways.items():
        if expected is None:
            return
        try:
            found = machine.greedy(MODEL, machine.device, NEW_TOKENS, **environment)
        except Failure as failure:
            findings.add(PART, what, f"failed: {failure}", "that it ends well", False, failed=True)
            if not environment and machine.kind != "cpu":
                machine.environment["RLHF_GRAPHS"] = "0"
                findings.add(PART, "all that follows", "runs without recorded steps (RLHF_GRAPHS=0)")
            continue
        _compare(findings, what, expected, found)


def _compare(findings, what, expected, found):
    same = sum(mine["tokens"] == other["tokens"] for mine, other in zip(expected, found))
    difference = max(abs(mine["log_probability"] - other["log_probability"])
                     for mine, other in zip(expected, found))
    agrees = same == len(expected)
    findings.add(
        PART, what,
        f"{same} of {len(expected)} completions have the same tokens; log probabilities differ by "
        f"{difference:.1e} at most", "all the same", agrees, disagrees=not agrees,
        tokens=[[row["tokens"] for row in some] for some in (expected, found)])


def write_models(folder):
    """The Llama of 1 M weights, with the tokenizer that is there."""
    limits.write_model(os.path.join(folder, MODEL), limits.SIZES[MODEL], os.path.join(folder, "tokenizer"))
