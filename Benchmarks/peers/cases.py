"""What is compared: tasks, sides, settings that both sides get, and the bars of the plan."""

import dataclasses

# Of the issue «Faster than the peers»: the median of the ratio ours : theirs that is aimed at.
BARS = {
    ("sft", "trl"): {"mini": 2.1, "nano": 2.5},
    ("sft", "packed"): {"mini": 1.3, "nano": 1.5},
    ("reward", "trl"): {"mini": 1.9, "nano": 2.2},
    ("dpo", "trl"): {"mini": 2.4, "nano": 3.0},
    ("ppo", "trl"): {"mini": 1.4, "nano": 3.0},
    ("grpo", "trl"): {"mini": 1.5, "nano": 2.5},
    ("rloo", "trl"): {"mini": 1.5, "nano": 2.5},
    ("generate-1", "transformers"): {"mini": 3, "nano": 5},
    ("generate-8", "transformers"): {"mini": 3, "nano": 4},
    ("generate-32", "transformers"): {"mini": 3, "nano": 3},
}
# Where each side takes the precision that it would choose.
BFLOAT16_BARS = {"ppo": 2.2, "generate": 5}
BFLOAT16_FACTOR = 1.3
MEMORY_BARS = {"mini": 0.5, "nano": 0.4}
START_BARS = {"mini": 0.2, "nano": 0.1}
HELP_BAR_SECONDS = 0.1

MODELS = ("nano", "mini", "gpt2", "qwen2-0.5b")
TASKS = ("sft", "reward", "dpo", "ppo", "grpo", "rloo", "generate", "help")
# What the 124M shape is measured with; it takes minutes a run.
GPT2_TASKS = ("generate", "sft", "dpo")
SIDES = {
    "sft": ("trl", "packed", "bare"), "dpo": ("trl", "bare"), "generate": ("transformers",),
}
STEPS = {"sft": 12, "reward": 12, "dpo": 10, "ppo": 8, "grpo": 12, "rloo": 12, "generate": 6}
GENERATION_BATCHES = (1, 8, 32)
# Steps at the start that are not counted: allocators and caches fill up.
UNCOUNTED_STEPS = 2
LOSS_TOLERANCES = {"float32": 1e-3, "bfloat16": 1e-2}

SETTINGS = {
    "sft": {"learning_rate": 5e-4},
    "reward": {"learning_rate": 1e-4},
    "dpo": {"learning_rate": 1e-4, "beta": 0.1},
    # The trainer of TRL does not clip gradients in PPO, whatever it is told.
    "ppo": {"learning_rate": 1e-5, "beta": 0.05, "temperature": 0.7, "update_epochs": 4,
            "maximum_gradient_norm": 0.0},
    "grpo": {"learning_rate": 1e-5, "beta": 0.04},
    "rloo": {"learning_rate": 1e-5, "beta": 0.05},
    "generate": {"new_tokens": 128},
}
COMMON = {
    "seed": 42, "batch_size": 8, "maximum_length": 256, "maximum_gradient_norm": 1.0,
    "new_tokens": 48, "temperature": 1.0, "completions_per_prompt": 4, "pattern": "ba",
    "learning_rate": 0.0,
}
FILES = {"sft": "sft", "reward": "pref", "dpo": "pref"}
UNITS = {"ppo": "episodes/s"}


@dataclasses.dataclass(frozen=True)
class Case:
    """A task on a model, with all who do it."""

    task: str
    model: str
    steps: int
    batch_size: int = 8
    precision: str = "float32"
    samples: bool = False
    device: str = "cpu"

    @property
    def name(self):
        return f"{self.task}-{self.batch_size}" if self.task == "generate" else self.task

    @property
    def title(self):
        return self.name if self.task == "help" else f"{self.name} {self.model}"

    @property
    def unit(self):
        return UNITS.get(self.task, "tokens/s")

    @property
    def file(self):
        return FILES.get(self.task, "prompts") + ".jsonl"

    @property
    def row_count(self):
        """Rows that the steps take; of a group of completions the prompt is one row."""
        groups = COMMON["completions_per_prompt"] if self.task in ("grpo", "rloo") else 1
        return self.steps * self.batch_size // groups

    def peers(self, wanted):
        sides = SIDES.get(self.task, ("trl",))
        return tuple(side for side in sides if side in wanted) if wanted else sides

    def bar(self, side):
        """The ratio that is aimed at; nothing where the plan has none."""
        found = BARS.get((self.name, side), {}).get(self.model)
        if found is None or self.precision == "float32":
            return found
        return BFLOAT16_BARS.get(self.task, round(found * BFLOAT16_FACTOR, 2))

    def settings(self, threads):
        return {
            **COMMON, **SETTINGS[self.task], "task": self.task, "steps": self.steps,
            "batch_size": self.batch_size, "threads": threads, "precision": self.precision,
            "samples": self.samples, "device": self.device,
        }


def cases(tasks, models, steps, batch_sizes=GENERATION_BATCHES, **more):
    """Every case that was asked for, the small models first; `more` holds for all."""
    found = [Case("help", "", 0)] if "help" in tasks else []
    for model in models:
        for task in tasks:
            if task == "help" or model == "gpt2" and task not in GPT2_TASKS:
                continue
            count = steps or (max(5, STEPS[task] // 2) if model == "gpt2" else STEPS[task])
            if task == "generate":
                found += [Case(task, model, count, size, **more) for size in batch_sizes]
            else:
                found.append(Case(task, model, count, **more))
    return found


def place(comparison):
    """Where a comparison stands in a table: by model, task and size."""
    case = comparison.case
    model = MODELS.index(case.model) if case.model else -1
    return model, TASKS.index(case.task), case.batch_size
