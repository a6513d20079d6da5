"""SFT and DPO as short loops of plain PyTorch on a model of transformers: what is left of TRL's time
without TRL.

    theirs/bare.py SETTINGS.json
"""

import time

from clock import DEVICE, SETTINGS, TYPE, Clock, language_model, rows, tokenizer

import torch  # noqa: E402
from torch.nn import functional  # noqa: E402

clock = Clock()
reader, policy = tokenizer(), language_model()
reference = language_model() if SETTINGS["task"] == "dpo" else None
optimizer = torch.optim.AdamW(
    policy.parameters(), lr=SETTINGS["learning_rate"], betas=(0.9, 0.999), eps=1e-8,
    weight_decay=0.0)


def encoded(prompt, completion):
    """The ids of both and the end of text, and how many are the prompt's."""
    ids = reader(prompt + completion + reader.eos_token)["input_ids"][:SETTINGS["maximum_length"]]
    return ids, len(reader(prompt)["input_ids"])


def padded(sequences):
    """Ids, which of them are there, and which are of a completion."""
    ids = torch.full((len(sequences), max(len(s) for s, _ in sequences)), reader.pad_token_id)
    there, learned = torch.zeros_like(ids), torch.zeros_like(ids)
    for row, (sequence, start) in enumerate(sequences):
        ids[row, :len(sequence)] = torch.tensor(sequence)
        there[row, :len(sequence)] = 1
        learned[row, start:len(sequence)] = 1
    return ids.to(DEVICE), there.to(DEVICE), learned.to(DEVICE)


def negative_log_likelihood(model, ids, there, learned):
    """Of each token of the completions, 0 elsewhere."""
    with torch.autocast(DEVICE, TYPE, enabled=TYPE is not torch.float32):
        logits = model(input_ids=ids, attention_mask=there, use_cache=False).logits[:, :-1]
    losses = functional.cross_entropy(
        logits.float().flatten(0, 1), ids[:, 1:].flatten(), reduction="none")
    return losses.view(len(ids), -1) * learned[:, 1:]


def sft_loss(batch):
    ids, there, learned = padded([encoded(row["prompt"], row["completion"]) for row in batch])
    losses = negative_log_likelihood(policy, ids, there, learned)
    return losses.sum() / learned[:, 1:].sum(), int(there.sum())


def dpo_loss(batch):
    ids, there, learned = padded(
        [encoded(row["prompt"], row[key]) for key in ("chosen", "rejected") for row in batch])
    with torch.no_grad():
        before = -negative_log_likelihood(reference, ids, there, learned).sum(1)
    now = -negative_log_likelihood(policy, ids, there, learned).sum(1)
    chosen, rejected = (now - before).chunk(2)
    loss = -functional.logsigmoid(SETTINGS["beta"] * (chosen - rejected)).mean()
    return loss, int(there.sum())


policy.train()
clock.loaded = time.time()
losses, tokens = [], []
data, size = rows(), SETTINGS["batch_size"]
for first in range(0, size * SETTINGS["steps"], size):
    loss, count = (sft_loss if SETTINGS["task"] == "sft" else dpo_loss)(data[first:first + size])
    loss.backward()
    torch.nn.utils.clip_grad_norm_(policy.parameters(), SETTINGS["maximum_gradient_norm"])
    optimizer.step()
    optimizer.zero_grad()
    losses.append(loss.item())
    tokens.append(count)
    clock.end_step()
clock.report(tokens=tokens, losses=losses)
