"""Our side: the command `rlhf` as a user runs it, and its run's folder."""

import json
import os

from process import Failure, run as run_process

MARK = "▸ ".encode()
END_OF_TEXT = 0


def run(workshop, case, settings, folder, make):
    """Does a case by `rlhf`; `make` makes the record of a run."""
    return (_generate if case.task == "generate" else _train)(
        workshop, case, settings, folder, make)


def recipe(settings):
    """The recipe that says to `rlhf` what the settings say to the peer."""
    task = settings["task"]
    batch = settings["batch_size"]
    section = {"optimization": {
        "learning_rate": settings["learning_rate"], "schedule": "constant", "warmup_steps": 0,
        "batch_size": batch, "micro_batch_size": 0, "epochs": 1,
        "maximum_gradient_norm": settings["maximum_gradient_norm"], "shuffles": False,
        "precision": settings["precision"],
        "adam_w": {"beta1": 0.9, "beta2": 0.999, "epsilon": 1e-8, "weight_decay": 0.0},
    }}
    result = {
        "model": settings["model"], "data": settings["data"], "seed": settings["seed"],
        "threads": settings["threads"], "device": settings["device"],
        "maximum_length": settings["maximum_length"], "held_out_fraction": 0.0,
        "evaluate_every": 0, "checkpoint_every": 0, "tensorboard": False, task: section,
    }
    if task == "reward":
        result["model"] = settings["reward_model"]
    if task == "dpo":
        section["beta"] = settings["beta"]
    if task in ("ppo", "grpo", "rloo"):
        section["kl_coefficient"] = settings["beta"]
        section["sampling"] = {
            "maximum_new_tokens": settings["new_tokens"], "temperature": settings["temperature"]}
    if task == "ppo":
        section |= {
            "update_epochs": settings["update_epochs"], "mini_batches": 1,
            "critic_learning_rate": settings["learning_rate"], "missing_end_penalty": 0.0}
        result |= {"reward_model": settings["reward_model"], "critic": settings["reward_model"]}
    if task in ("grpo", "rloo"):
        groups = settings["completions_per_prompt"]
        section |= {"completions_per_prompt": groups}
        section["optimization"]["batch_size"] = batch // groups
        result["rewards"] = [{"name": "pattern", "pattern": settings["pattern"]}]
    return result


def _train(workshop, case, settings, folder, make):
    # JSON is YAML, too.
    path = os.path.join(folder, "recipe.yaml")
    with open(path, "w", encoding="utf-8") as file:
        json.dump(recipe(settings), file, indent=1)
    command = [workshop.rlhf, case.task, "--config", path, "--output", "run"]
    for override in workshop.overrides:
        if override.startswith(case.task + "."):
            command += ["--set", override]
    outcome = run_process(command, folder, workshop.environment(), workshop.timeout)
    with open(os.path.join(folder, "run", "metrics.jsonl"), encoding="utf-8") as file:
        rows = [row for row in map(json.loads, file) if row["step"] > 0]
    with open(os.path.join(folder, "run", "run.json"), encoding="utf-8") as file:
        versions = json.load(file)["versions"]
    sums = [0, *(row["num_tokens"] for row in rows)]
    return make(
        "ours", outcome.started, outcome.wall, outcome.cpu, outcome.peak_bytes,
        ends=[row["time"] for row in rows],
        tokens=[after - before for before, after in zip(sums, sums[1:])],
        episodes=[case.batch_size] * len(rows),
        generated=[case.batch_size * row["completions/mean_length"] for row in rows
                   if "completions/mean_length" in row],
        losses=[row["loss"] for row in rows if "loss" in row], versions=versions)


def _command(workshop, settings):
    temperature = settings["temperature"] if settings["samples"] else 0
    own = [override.removeprefix("generate.").split("=", 1) for override in workshop.overrides
           if override.startswith("generate.")]
    options = [part for key, value in own for part in ("--" + key.replace("_", "-"), value)]
    return [
        workshop.rlhf, "generate", "--model", settings["model"], "--prompts", settings["data"],
        "--maximum-new-tokens", str(settings["new_tokens"]), "--temperature", str(temperature),
        "--batch-size", str(settings["batch_size"]), "--seed", str(settings["seed"]),
        "--device", settings["device"], *options]


def _generate(workshop, case, settings, folder, make):
    """Times the batches by when their texts appear on a terminal, in one process.

    What was written is the same each time, so it is read once, from a run that is not timed.
    """
    environment = workshop.environment()
    if case not in workshop.written:
        command = _command(workshop, settings) + ["--output", "completions.jsonl"]
        run_process(command, folder, environment, workshop.timeout)
        with open(os.path.join(folder, "completions.jsonl"), encoding="utf-8") as file:
            workshop.written[case] = [json.loads(line)["tokens"] for line in file]
    completions = workshop.written[case]
    outcome = run_process(
        _command(workshop, settings), folder, environment, workshop.timeout, with_terminal=True)
    size = case.batch_size
    return make(
        "ours", outcome.started, outcome.wall, outcome.cpu, outcome.peak_bytes,
        ends=batch_ends(outcome, size, len(completions)),
        tokens=[sum(map(len, completions[first:first + size]))
                for first in range(0, len(completions), size)],
        completions=[[id for id in row if id != END_OF_TEXT] for row in completions])


def batch_ends(outcome, size, count):
    """When the last text of each batch appeared: texts come in the order of their prompts."""
    written = outcome.output
    places = [0] if written.startswith(MARK) else []
    place = written.find(b"\n" + MARK)
    while place >= 0:
        places.append(place + 1)
        place = written.find(b"\n" + MARK, place + 1)
    if len(places) != count:
        raise Failure(f"rlhf generate showed {len(places)} completions and not {count}")
    ends = []
    for place in places[size - 1::size]:
        ends.append(max(time for time, start in outcome.arrivals if start <= place))
    return ends
