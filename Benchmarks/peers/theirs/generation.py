"""Completions by `generate` of transformers, batch after batch.

    theirs/generation.py SETTINGS.json
"""

import time

from clock import DEVICE, SETTINGS, TYPE, Clock, language_model, rows, tokenizer

import torch  # noqa: E402

clock = Clock()
reader, model = tokenizer("left"), language_model(TYPE).eval()
prompts = [row["prompt"] for row in rows()]
choice = (
    dict(do_sample=True, temperature=SETTINGS["temperature"], top_k=0, top_p=1.0)
    if SETTINGS["samples"] else dict(do_sample=False))
clock.loaded = time.time()
made, counts = [], []
size = SETTINGS["batch_size"]
for first in range(0, len(prompts), size):
    batch = reader(prompts[first:first + size], return_tensors="pt", padding=True).to(DEVICE)
    with torch.no_grad():
        written = model.generate(
            **batch, max_new_tokens=SETTINGS["new_tokens"], pad_token_id=reader.pad_token_id,
            **choice)
    ids = written[:, batch["input_ids"].shape[1]:].tolist()
    end = reader.eos_token_id
    ids = [row[:row.index(end)] if end in row else row for row in ids]
    # As the other side does, also turn ids into text.
    reader.batch_decode(ids)
    clock.ends.append(time.time())
    made += ids
    counts.append(sum(min(len(row) + 1, SETTINGS["new_tokens"]) for row in ids))
clock.report(tokens=counts, completions=made)
