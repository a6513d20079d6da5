"""The models that are measured, with drawn weights, and the rows that they read."""

import array
import json
import os
import random

import limits

# width, layers, heads, key heads, hidden width, vocabulary
SHAPES = {
    "0.5B": (896, 24, 14, 2, 4864, 151936),
    "1.5B": (1536, 28, 12, 2, 8960, 151936),
}
TINY_SHAPES = {
    "tiny": (64, 2, 2, 1, 192, 2048),
    "tiny, wider": (96, 2, 2, 1, 256, 2048),
}
WORDS = "sun rain wind snow fog hail dew ice frost mist cloud storm river stone tree leaf root branch".split()
BLOCK = 1 << 20


def parameters(shape):
    """The shapes of a Qwen2's weights by name: a Llama's, and biases; its head is the embedding."""
    width, layers, heads, key_heads = shape[:4]
    named = limits.parameters(shape)
    for layer in range(layers):
        for name, rows in (("q", heads), ("k", key_heads), ("v", key_heads)):
            named[f"model.layers.{layer}.self_attn.{name}_proj.bias"] = [rows * (width // heads)]
    return named


def weight_count(shape):
    return sum(map(limits.size_of, parameters(shape).values()))


def write_model(folder, shape, tokenizer):
    """A folder of Hugging Face with weights in bfloat16, which are drawn and repeat every million numbers.

    No token ends a text, so that all completions are as long as is asked.
    """
    width, layers, heads, key_heads, hidden, vocabulary = shape
    os.makedirs(folder)
    config = {
        "architectures": ["Qwen2ForCausalLM"], "model_type": "qwen2", "vocab_size": vocabulary,
        "hidden_size": width, "intermediate_size": hidden, "num_hidden_layers": layers,
        "num_attention_heads": heads, "num_key_value_heads": key_heads, "max_position_embeddings": 4096,
        "rms_norm_eps": 1e-6, "rope_theta": 1e6, "hidden_act": "silu", "tie_word_embeddings": True,
        "use_sliding_window": False,
    }
    with open(os.path.join(folder, "config.json"), "w", encoding="utf-8") as file:
        json.dump(config, file)
    for name in ("tokenizer.json", "tokenizer_config.json"):
        os.link(os.path.join(tokenizer, name), os.path.join(folder, name))
    write_weights(os.path.join(folder, "model.safetensors"), parameters(shape))


def write_weights(path, named):
    """A file of safetensors: ones for what norms multiply with, and drawn numbers for all else."""
    draw = random.Random(7)
    floats = array.array("f", (draw.gauss(0, 0.02) for _ in range(BLOCK)))
    drawn = array.array("H", floats.tobytes())[1::2].tobytes()  # the upper halves
    ones = array.array("H", [0x3F80]).tobytes() * BLOCK
    header, offset = {}, 0
    for name, sides in named.items():
        end = offset + 2 * limits.size_of(sides)
        header[name] = {"dtype": "BF16", "shape": sides, "data_offsets": [offset, end]}
        offset = end
    text = json.dumps(header).encode()
    text += b" " * (-len(text) % 8)
    with open(path, "wb") as file:
        file.write(len(text).to_bytes(8, "little") + text)
        for name, sides in named.items():
            count, block = 2 * limits.size_of(sides), ones if "norm" in name else drawn
            for _ in range(count // len(block)):
                file.write(block)
            file.write(block[:count % len(block)])


def write_lines(folder, name, rows):
    with open(os.path.join(folder, name), "w", encoding="utf-8") as file:
        file.writelines(json.dumps(row) + "\n" for row in rows)


def write_rows(folder, count, words):
    """Demonstrations, comparisons, judged completions and prompts; completions have so many words, from and to."""
    draw = random.Random(3)

    def text():
        return " " + " ".join(draw.choice(WORDS) for _ in range(draw.randint(*words)))
    write_lines(folder, "sft.jsonl", [{"prompt": "sun", "completion": text()} for _ in range(count)])
    write_lines(folder, "pairs.jsonl", [
        {"prompt": "sun", "chosen": text(), "rejected": text()} for _ in range(count)])
    write_lines(folder, "judged.jsonl", [
        {"prompt": "sun", "completion": text(), "label": place % 2 == 0} for place in range(count)])
    write_prompts(folder, count)


def write_prompts(folder, count):
    """Prompts of three words, no two alike."""
    size = len(WORDS)
    write_lines(folder, "prompts.jsonl", [
        {"prompt": f"{WORDS[n % size]} {WORDS[n // size % size]} {WORDS[n // size ** 2 % size]}"}
        for n in range(count)])
