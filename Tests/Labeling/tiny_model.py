"""A Llama of a few thousand weights that knows nothing: a folder as `transformers` writes one."""

import array
import json
import pathlib
import random
import shutil
import struct

WIDTH, LAYERS = 16, 2


def tiny_model(folder, tokenizer, vocabulary_size, seed):
    """Writes the folder, with the tokenizer of another folder."""
    folder = pathlib.Path(folder)
    folder.mkdir()
    (folder / "config.json").write_text(json.dumps({
        "architectures": ["LlamaForCausalLM"], "model_type": "llama",
        "vocab_size": vocabulary_size, "hidden_size": WIDTH, "intermediate_size": 2 * WIDTH,
        "num_hidden_layers": LAYERS, "num_attention_heads": 2, "num_key_value_heads": 1,
        "head_dim": WIDTH // 2, "max_position_embeddings": 256, "rms_norm_eps": 1e-6,
        "rope_theta": 10000.0, "hidden_act": "silu", "tie_word_embeddings": True,
        "bos_token_id": 0, "eos_token_id": 0, "pad_token_id": 0, "dtype": "float32",
    }))
    (folder / "model.safetensors").write_bytes(weights(shapes(vocabulary_size), seed))
    for name in ("tokenizer.json", "tokenizer_config.json"):
        shutil.copy(pathlib.Path(tokenizer) / name, folder / name)


def shapes(vocabulary_size):
    yield "model.embed_tokens.weight", (vocabulary_size, WIDTH)
    for layer in range(LAYERS):
        prefix = f"model.layers.{layer}."
        yield prefix + "input_layernorm.weight", (WIDTH,)
        yield prefix + "self_attn.q_proj.weight", (WIDTH, WIDTH)
        yield prefix + "self_attn.k_proj.weight", (WIDTH // 2, WIDTH)
        yield prefix + "self_attn.v_proj.weight", (WIDTH // 2, WIDTH)
        yield prefix + "self_attn.o_proj.weight", (WIDTH, WIDTH)
        yield prefix + "post_attention_layernorm.weight", (WIDTH,)
        yield prefix + "mlp.gate_proj.weight", (2 * WIDTH, WIDTH)
        yield prefix + "mlp.up_proj.weight", (2 * WIDTH, WIDTH)
        yield prefix + "mlp.down_proj.weight", (WIDTH, 2 * WIDTH)
    yield "model.norm.weight", (WIDTH,)


def weights(shapes, seed):
    """The format: the header's length, the header, the numbers."""
    draw = random.Random(seed)
    numbers, entries = array.array("f"), {"__metadata__": {"format": "pt"}}
    for name, shape in shapes:
        start, count = 4 * len(numbers), shape[0] * (shape[1] if len(shape) > 1 else 1)
        numbers.extend(
            1.0 if len(shape) == 1 else draw.uniform(-0.2, 0.2) for _ in range(count))
        entries[name] = {
            "dtype": "F32", "shape": shape, "data_offsets": [start, 4 * len(numbers)]}
    header = json.dumps(entries).encode()
    header += b" " * (-len(header) % 8)
    return struct.pack("<Q", len(header)) + header + numbers.tobytes()
