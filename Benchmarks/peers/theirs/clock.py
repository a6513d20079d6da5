"""What all the peer's scripts share: the settings, the clock, the one line of JSON at the end."""

import json
import os
import sys
import time

STARTED = time.time()
os.environ.setdefault("HF_HUB_OFFLINE", "1")
os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")
os.environ.setdefault("TRL_EXPERIMENTAL_SILENCE", "1")

with open(sys.argv[1], encoding="utf-8") as _file:
    SETTINGS = json.load(_file)

import datasets  # noqa: E402
import torch  # noqa: E402
import transformers  # noqa: E402

torch.set_num_threads(SETTINGS["threads"])
transformers.set_seed(SETTINGS["seed"])
transformers.logging.set_verbosity_error()
transformers.utils.logging.disable_progress_bar()
datasets.disable_progress_bars()

TYPE = getattr(torch, SETTINGS["precision"])
DEVICE = SETTINGS["device"]


def rows():
    with open(SETTINGS["data"], encoding="utf-8") as file:
        return [json.loads(line) for line in file]


def language_model(dtype=torch.float32):
    model = transformers.AutoModelForCausalLM.from_pretrained(SETTINGS["model"], dtype=dtype)
    return model.to(DEVICE)


def scalar_model():
    return transformers.AutoModelForSequenceClassification.from_pretrained(
        SETTINGS["reward_model"], num_labels=1, dtype=torch.float32)


def tokenizer(side="right"):
    return transformers.AutoTokenizer.from_pretrained(SETTINGS["model"], padding_side=side)


class Clock(transformers.TrainerCallback):
    """Notes when each step ended, and what the trainer logged of it."""

    def __init__(self):
        self.ends, self.logs, self.imported, self.loaded = [], [], time.time(), 0.0

    def on_train_begin(self, args, state, control, **more):
        self.loaded = time.time()

    def on_step_end(self, args, state, control, **more):
        self.end_step()

    def end_step(self):
        """Notes the time when all that was asked of the device is done."""
        if DEVICE != "cpu":
            torch.cuda.synchronize()
        self.ends.append(time.time())

    def on_log(self, args, state, control, logs=None, **more):
        # The last log sums up the run, and is of no step.
        if logs and "train_runtime" not in logs:
            self.logs.append(logs)

    def logged(self, key):
        return [log[key] for log in self.logs if key in log]

    def tokens(self):
        """Tokens of each step, from the trainer's running sum."""
        sums = [0, *self.logged("num_tokens")]
        return [after - before for before, after in zip(sums, sums[1:])]

    def report(self, **more):
        """Prints the line that the driver reads."""
        versions = {name: __import__(name).__version__ for name in ("torch", "transformers", "trl")
                    if name in sys.modules}
        print(json.dumps({
            "ends": self.ends, "import_seconds": self.imported - STARTED,
            "load_seconds": self.loaded - self.imported, "versions": versions, **more}), flush=True)


def optimization(configuration, **more):
    """A configuration of a trainer of TRL: the benchmark's settings, and nothing left to defaults
    that costs time (bfloat16 and checkpointed activations are on by default)."""
    common = dict(
        output_dir=SETTINGS["scratch"], per_device_train_batch_size=SETTINGS["batch_size"],
        gradient_accumulation_steps=1, learning_rate=SETTINGS["learning_rate"],
        lr_scheduler_type="constant", warmup_steps=0, weight_decay=0.0,
        max_grad_norm=SETTINGS["maximum_gradient_norm"], adam_beta1=0.9, adam_beta2=0.999,
        adam_epsilon=1e-8, optim="adamw_torch", logging_steps=1, save_strategy="no",
        report_to="none", disable_tqdm=True, use_cpu=DEVICE == "cpu", seed=SETTINGS["seed"],
        bf16=TYPE is torch.bfloat16, gradient_checkpointing=False)
    return configuration(**{**common, **more})
