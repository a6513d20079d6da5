#!/usr/bin/env python3
"""Makes the models and rows of the benchmark, from seeds alone: no network, no other files.

    theirs/fixtures.py FOLDER MODEL…     (run by the Python that has transformers)

Rows are of drawn words. Their lengths follow those of HH-RLHF: log-normal, so that a batch of eight
rows of demonstrations is to about 45 % padding. Weights are drawn, too: speed does not depend on them.
"""

import json
import os
import random
import sys

os.environ.setdefault("HF_HUB_OFFLINE", "1")

import torch  # noqa: E402
import transformers  # noqa: E402
from tokenizers import Tokenizer, decoders, models, pre_tokenizers, trainers  # noqa: E402

SEED = 20261126
VOCABULARY = 4096
END, PADDING = "<|endoftext|>", "<|padding|>"
# In tokens: median, spread of the logarithm, least, most.
LENGTHS = {
    "demonstrated prompt": (50, 0.80, 8, 190),
    "demonstrated completion": (38, 0.85, 3, 190),
    "compared prompt": (66, 0.75, 8, 190),
    "compared completion": (31, 0.85, 2, 190),
    "asked prompt": (23, 0.35, 10, 60),
}
# Words of a row; no row may have more than the 256 tokens at which both sides would cut or drop it.
LONGEST, LIMIT = 220, 256
ROWS = {"sft": 256, "pref": 256, "prompts": 320}


class Writer:
    """Draws words as often as a language has them, and rows of the lengths above."""

    def __init__(self, seed):
        self.draw = random.Random(seed)
        syllables = [c + v + e for c in "bdfgklmnprstvz" for v in "aeiou" for e in ("", "n", "r", "s")]
        words = set()
        while len(words) < 3000:
            count = self.draw.choice((1, 2, 2, 3))
            words.add("".join(self.draw.choice(syllables) for _ in range(count)))
        self.words = sorted(words)
        self.draw.shuffle(self.words)
        self.weights = [1 / (rank + 20) for rank in range(len(self.words))]

    def text(self, kind, room=LONGEST):
        """Words, each of about one token, no more than there is room for."""
        median, spread, least, most = LENGTHS[kind]
        length = int(median * self.draw.lognormvariate(0, spread))
        count = max(least, min(length, most, room))
        return " ".join(self.draw.choices(self.words, self.weights, k=count))

    def demonstration(self):
        prompt = self.text("demonstrated prompt")
        room = LONGEST - prompt.count(" ") - 1
        return {"prompt": prompt, "completion": " " + self.text("demonstrated completion", room)}

    def comparison(self):
        prompt = self.text("compared prompt")
        room = LONGEST - prompt.count(" ") - 1
        chosen, rejected = (" " + self.text("compared completion", room) for _ in range(2))
        return {"prompt": prompt, "chosen": chosen, "rejected": rejected}

    def rows(self):
        makers = {
            "sft": self.demonstration, "pref": self.comparison,
            "prompts": lambda: {"prompt": self.text("asked prompt")},
        }
        return {name: [makers[name]() for _ in range(count)] for name, count in ROWS.items()}


def trained_tokenizer(texts):
    """A byte-level BPE tokenizer of just as many tokens as the small models know."""
    core = Tokenizer(models.BPE())
    core.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    core.decoder = decoders.ByteLevel()
    core.train_from_iterator(texts, trainers.BpeTrainer(
        vocab_size=VOCABULARY, special_tokens=[END, PADDING], show_progress=False,
        initial_alphabet=pre_tokenizers.ByteLevel.alphabet()))
    if core.get_vocab_size() != VOCABULARY:
        sys.exit(f"the tokenizer has {core.get_vocab_size()} tokens and not {VOCABULARY}")
    return transformers.PreTrainedTokenizerFast(
        tokenizer_object=core, bos_token=END, eos_token=END, pad_token=PADDING)


def configuration(name):
    marks = dict(bos_token_id=0, eos_token_id=0, pad_token_id=1)
    if name == "gpt2":
        return transformers.GPT2Config(**marks, resid_pdrop=0.0, embd_pdrop=0.0, attn_pdrop=0.0)
    if name == "qwen2-0.5b":
        return transformers.Qwen2Config(
            **marks, hidden_size=896, num_hidden_layers=24, num_attention_heads=14, num_key_value_heads=2,
            intermediate_size=4864, vocab_size=151936, max_position_embeddings=1024, rms_norm_eps=1e-6,
            tie_word_embeddings=True)
    shape = {
        "nano": dict(hidden_size=128, num_hidden_layers=4, num_attention_heads=4,
                     num_key_value_heads=2, intermediate_size=256, tie_word_embeddings=True),
        "mini": dict(hidden_size=384, num_hidden_layers=6, num_attention_heads=6,
                     num_key_value_heads=2, intermediate_size=1280, tie_word_embeddings=False),
    }[name]
    return transformers.LlamaConfig(
        **marks, **shape, vocab_size=VOCABULARY, max_position_embeddings=1024, rms_norm_eps=1e-5)


def write_models(folder, name, tokenizer):
    """A language model and, for the small shapes, a reward model on the same trunk."""
    torch.manual_seed(SEED)
    model = transformers.AutoModelForCausalLM.from_config(configuration(name), dtype=torch.float32)
    place = os.path.join(folder, "models", name)
    model.save_pretrained(place)
    tokenizer.save_pretrained(place)
    if name == "gpt2":
        return
    judge = transformers.AutoModelForSequenceClassification.from_pretrained(
        place, num_labels=1, dtype=torch.float32)
    with torch.no_grad():
        judge.score.weight.normal_(0, 0.05, generator=torch.Generator().manual_seed(SEED))
    judge.save_pretrained(place + "-rm")
    tokenizer.save_pretrained(place + "-rm")


def main():
    folder, names = sys.argv[1], sys.argv[2:]
    transformers.logging.set_verbosity_error()
    transformers.utils.logging.disable_progress_bar()
    writer = Writer(SEED)
    rows = writer.rows()
    os.makedirs(os.path.join(folder, "data"), exist_ok=True)
    for name, some in rows.items():
        with open(os.path.join(folder, "data", name + ".jsonl"), "w", encoding="utf-8") as file:
            file.writelines(json.dumps(row) + "\n" for row in some)
    texts = [" " + text for some in rows.values() for row in some for text in row.values()]
    # Every word often enough to become a token.
    tokenizer = trained_tokenizer(texts + [" " + " ".join(writer.words)] * 3)
    for row in rows["sft"] + rows["pref"]:
        for key in {"completion", "chosen", "rejected"} & row.keys():
            if len(tokenizer(row["prompt"] + row[key])["input_ids"]) >= LIMIT:
                sys.exit(f"a row has {LIMIT} tokens or more; lower LONGEST")
    for name in names:
        write_models(folder, name, tokenizer)


if __name__ == "__main__":
    main()
