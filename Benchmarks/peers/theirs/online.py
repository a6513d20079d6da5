"""GRPO, RLOO and PPO by TRL's trainers, prompts in the order of the file.

    theirs/online.py SETTINGS.json

PPO left TRL with 1.13, so the driver puts 1.12.0 first on the path for it.
"""

import re

from clock import SETTINGS, Clock, language_model, optimization, rows, scalar_model, tokenizer

import trl  # noqa: E402
from datasets import Dataset  # noqa: E402

BATCH, NEW_TOKENS = SETTINGS["batch_size"], SETTINGS["new_tokens"]


def pattern_reward(completions, **more):
    """1 where the completion has the pattern: a reward that costs nothing, as ours."""
    return [float(bool(re.search(SETTINGS["pattern"], text))) for text in completions]


def group_trainer(clock):
    names = {"grpo": (trl.GRPOTrainer, trl.GRPOConfig), "rloo": (trl.RLOOTrainer, trl.RLOOConfig)}
    kind, configuration = names[SETTINGS["task"]]
    arguments = optimization(
        configuration, max_steps=SETTINGS["steps"], max_completion_length=NEW_TOKENS,
        num_generations=SETTINGS["completions_per_prompt"], shuffle_dataset=False,
        temperature=SETTINGS["temperature"], beta=SETTINGS["beta"])
    return kind(
        model=language_model(), args=arguments, reward_funcs=[pattern_reward],
        train_dataset=Dataset.from_list(rows()), processing_class=tokenizer("left"),
        callbacks=[clock])


def ppo_trainer(clock):
    import warnings

    from torch.utils.data import DataLoader
    from trl.experimental import ppo

    warnings.filterwarnings("ignore")
    reader = tokenizer("left")
    data = Dataset.from_list([dict(input_ids=reader(row["prompt"])["input_ids"]) for row in rows()])
    arguments = optimization(
        ppo.PPOConfig, total_episodes=BATCH * SETTINGS["steps"],
        num_ppo_epochs=SETTINGS["update_epochs"], num_mini_batches=1, response_length=NEW_TOKENS,
        local_rollout_forward_batch_size=BATCH, num_sample_generations=0, stop_token="eos",
        temperature=SETTINGS["temperature"], kl_coef=SETTINGS["beta"], missing_eos_penalty=None)
    made = ppo.PPOTrainer(
        args=arguments, processing_class=reader, model=language_model(),
        ref_model=language_model(), reward_model=scalar_model(), value_model=scalar_model(),
        train_dataset=data, eval_dataset=data.select(range(BATCH)), callbacks=[clock])
    # The trainer always shuffles; this keeps the order of the file.
    made.dataloader = made.accelerator.prepare(DataLoader(
        data, batch_size=BATCH, collate_fn=made.data_collator, drop_last=True))
    return made


clock = Clock()
if SETTINGS["task"] == "ppo":
    ppo_trainer(clock).train()
    clock.report(episodes=[BATCH] * len(clock.ends))
else:
    group_trainer(clock).train()
    clock.report(
        tokens=clock.tokens(), episodes=[BATCH] * len(clock.ends),
        generated=[BATCH * length for length in clock.logged("completions/mean_length")])
