"""SFT, reward model and DPO by TRL's trainers, in the order of the file, without dropout.

    theirs/offline.py SETTINGS.json
"""

from clock import SETTINGS, Clock, language_model, optimization, rows, scalar_model, tokenizer

import trl  # noqa: E402
from datasets import Dataset  # noqa: E402


def trainer(clock):
    task = SETTINGS["task"]
    more = dict(
        max_steps=SETTINGS["steps"], max_length=SETTINGS["maximum_length"],
        train_sampling_strategy="sequential")
    if task == "sft":
        kind, configuration, model = trl.SFTTrainer, trl.SFTConfig, language_model()
        more["packing"] = SETTINGS["side"] == "packed"
    elif task == "reward":
        kind, configuration, model = trl.RewardTrainer, trl.RewardConfig, scalar_model()
    else:
        kind, configuration, model = trl.DPOTrainer, trl.DPOConfig, language_model()
        more["beta"] = SETTINGS["beta"]
    return kind(
        model=model, args=optimization(configuration, **more), processing_class=tokenizer(),
        train_dataset=Dataset.from_list(rows()), callbacks=[clock])


clock = Clock()
trainer(clock).train()
clock.report(tokens=clock.tokens(), losses=clock.logged("loss"))
