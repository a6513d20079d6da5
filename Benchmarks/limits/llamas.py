"""Llamas with drawn weights, as folders of Hugging Face."""

import array
import json
import os
import random

# width, layers, heads, key heads, hidden width, vocabulary
SIZES = {
    "1M": (128, 4, 4, 2, 256, 4096),
    "14M": (384, 6, 6, 2, 1280, 4096),
    "124M": (768, 12, 12, 12, 2048, 32000),
    "360M": (960, 32, 15, 5, 2560, 49152),
    "1.1B": (2048, 22, 32, 4, 5632, 32000),
}


def parameters(shape):
    """The shapes of a Llama's weights by name; its head is the embedding."""
    width, layers, heads, key_heads, hidden, vocabulary = shape
    head_width = width // heads
    named = {"model.embed_tokens.weight": [vocabulary, width], "model.norm.weight": [width]}
    for layer in range(layers):
        place = f"model.layers.{layer}."
        for name, rows in (("q", heads), ("k", key_heads), ("v", key_heads)):
            named[f"{place}self_attn.{name}_proj.weight"] = [rows * head_width, width]
        named[place + "self_attn.o_proj.weight"] = [width, heads * head_width]
        for name in ("gate", "up"):
            named[f"{place}mlp.{name}_proj.weight"] = [hidden, width]
        named[place + "mlp.down_proj.weight"] = [width, hidden]
        for name in ("input_layernorm", "post_attention_layernorm"):
            named[f"{place}{name}.weight"] = [width]
    return named


def size_of(shape):
    total = 1
    for side in shape:
        total *= side
    return total


def write_model(folder, shape, tokenizer):
    """A folder of Hugging Face with drawn weights in bfloat16, which repeat every million numbers."""
    width, layers, heads, key_heads, hidden, vocabulary = shape
    os.makedirs(folder)
    config = {
        "architectures": ["LlamaForCausalLM"], "model_type": "llama", "vocab_size": vocabulary, "hidden_size": width,
        "intermediate_size": hidden, "num_hidden_layers": layers, "num_attention_heads": heads,
        "num_key_value_heads": key_heads, "max_position_embeddings": 2048, "rms_norm_eps": 1e-5,
        "rope_theta": 10000.0, "hidden_act": "silu", "tie_word_embeddings": True, "bos_token_id": 0,
        "eos_token_id": 0, "pad_token_id": 0,
    }
    with open(os.path.join(folder, "config.json"), "w", encoding="utf-8") as file:
        json.dump(config, file)
    for name in ("tokenizer.json", "tokenizer_config.json"):
        os.link(os.path.join(tokenizer, name), os.path.join(folder, name))
    draw = random.Random(7)
    floats = array.array("f", (draw.gauss(0, 0.02) for _ in range(1 << 20)))
    drawn = array.array("H", floats.tobytes())[1::2].tobytes()  # the upper halves
    ones = array.array("H", [0x3F80]).tobytes()
    header, offset = {}, 0
    for name, sides in parameters(shape).items():
        header[name] = {"dtype": "BF16", "shape": sides, "data_offsets": [offset, offset + 2 * size_of(sides)]}
        offset += 2 * size_of(sides)
    text = json.dumps(header).encode()
    text += b" " * (-len(text) % 8)
    with open(os.path.join(folder, "model.safetensors"), "wb") as file:
        file.write(len(text).to_bytes(8, "little") + text)
        for name, sides in parameters(shape).items():
            count, block = 2 * size_of(sides), ones if "norm" in name else drawn
            for _ in range(count // len(block)):
                file.write(block)
            file.write(block[:count % len(block)])
