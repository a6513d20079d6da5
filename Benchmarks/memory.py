#!/usr/bin/env python3
"""Holds the plan of memory against what runs took, and prints a table in Markdown.

    Benchmarks/memory.py [--rlhf PATH] [--sizes 1M,14M,70M] [--stages sft,reward,dpo,ppo] [--steps 2]

For three sizes of models with drawn weights and each stage: `rlhf plan STAGE --no-probe --json`, and then the
very run, whose most resident bytes the system tells (`ru_maxrss`, which is VmHWM). One thread, so that it can
run beside other work. Needs nothing but Python 3.9 and the command.
"""

import argparse
import json
import os
import random
import subprocess
import sys
import tempfile

# model_type, width, layers, heads, key heads, hidden, vocabulary
SIZES = {
    "1M": ("llama", 128, 4, 4, 2, 384, 1024),
    "14M": ("qwen2", 320, 8, 5, 5, 864, 8192),
    "70M": ("llama", 512, 12, 8, 4, 1408, 50304),
}
STAGES = ("sft", "reward", "dpo", "ppo")
WORDS = (
    "sun rain wind snow fog hail dew ice frost mist cloud storm river stone tree leaf root branch bird "
    "fish wolf bear deer moss fern path hill vale lake shore sand wave tide moon star dawn dusk night "
    "light shade fire smoke ash coal iron gold salt glass clay wool silk rope sail mast keel oar net"
).split()


def write_rows(folder):
    draw = random.Random(1)

    def text(least, most):
        return " ".join(draw.choice(WORDS) for _ in range(draw.randint(least, most)))

    rows = {"sft": [], "reward": [], "prompts": [], "text": [text(60, 60) for _ in range(300)]}
    for _ in range(48):
        prompt, first, second = text(20, 60), " " + text(40, 110), " " + text(40, 110)
        rows["sft"].append(json.dumps({"prompt": prompt, "completion": first}))
        rows["reward"].append(json.dumps({"prompt": prompt, "chosen": first, "rejected": second}))
        rows["prompts"].append(json.dumps({"prompt": prompt}))
    for name, lines in rows.items():
        name += ".txt" if name == "text" else ".jsonl"
        with open(os.path.join(folder, name), "w") as file:
            file.write("\n".join(lines) + "\n")


def write_model(folder, size):
    kind, width, layers, heads, key_heads, hidden, vocabulary = SIZES[size]
    os.makedirs(folder)
    config = {
        "architectures": [{"llama": "LlamaForCausalLM", "qwen2": "Qwen2ForCausalLM"}[kind]],
        "model_type": kind, "vocab_size": vocabulary, "hidden_size": width, "intermediate_size": hidden,
        "num_hidden_layers": layers, "num_attention_heads": heads, "num_key_value_heads": key_heads,
        "max_position_embeddings": 1024, "rms_norm_eps": 1e-5, "rope_theta": 10000.0, "hidden_act": "silu",
        "tie_word_embeddings": True, "bos_token_id": 0, "eos_token_id": 0, "pad_token_id": 0,
    }
    with open(os.path.join(folder, "config.json"), "w") as file:
        json.dump(config, file)


def run(command, folder, output=None):
    """The most bytes that a command took, and its standard output."""
    environment = dict(os.environ, OMP_NUM_THREADS="1", OMP_WAIT_POLICY="passive")
    with open(os.path.join(folder, "out"), "w+b") as out, open(os.path.join(folder, "err"), "w+b") as err:
        process = subprocess.Popen(command, cwd=folder, env=environment, stdout=out, stderr=err)
        _, status, usage = os.wait4(process.pid, 0)
        out.seek(0), err.seek(0)
        if status != 0:
            sys.exit(f"{' '.join(command)}\n{err.read().decode()[-2000:]}")
        return usage.ru_maxrss * 1024, out.read().decode()


def arguments(stage, size, steps):
    model = size if stage == "sft" else f"run-sft-{size}/model"
    data = {"sft": "sft", "reward": "reward", "dpo": "reward", "ppo": "prompts"}[stage]
    settings = [
        "threads=1", "held_out_fraction=0", "maximum_length=256", f"{stage}.optimization.batch_size=8",
        f"{stage}.optimization.micro_batch_size=4", f"{stage}.optimization.maximum_steps={steps}",
    ]
    more = []
    if stage == "sft":
        settings.append("from_scratch=true")
    if stage == "ppo":
        settings += ["ppo.sampling.maximum_new_tokens=48", "ppo.update_epochs=2"]
        more = ["--reward-model", f"run-reward-{size}/model"]
    return (
        [stage, "--model", model, "--data", data + ".jsonl"] + more
        + [part for setting in settings for part in ("--set", setting)]
    )


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--rlhf", default=".build/release/rlhf")
    parser.add_argument("--sizes", default=",".join(SIZES))
    parser.add_argument("--stages", default=",".join(STAGES))
    parser.add_argument("--steps", type=int, default=2)
    options = parser.parse_args()
    command = os.path.abspath(options.rlhf)
    with tempfile.TemporaryDirectory() as folder:
        write_rows(folder)
        run(
            [command, "tokenizer", "train", "--input", "text.txt", "--vocabulary-size", "400",
             "--output", "tokenizer"], folder)
        print("| model | stage | weights | planned | measured | difference |")
        print("|---|---|---|---|---|---|")
        worst = 0
        for size in options.sizes.split(","):
            write_model(os.path.join(folder, size), size)
            for name in ("tokenizer.json", "tokenizer_config.json"):
                os.link(os.path.join(folder, "tokenizer", name), os.path.join(folder, size, name))
            for stage in STAGES:
                words = arguments(stage, size, options.steps)
                _, text = run([command, "plan"] + words + ["--output", "planned", "--no-probe", "--json"], folder)
                plan = json.loads(text)
                bytes_taken, _ = run([command] + words + ["--output", f"run-{stage}-{size}"], folder)
                if stage not in options.stages.split(","):
                    continue
                planned = plan["memory"]["peak_bytes"]
                difference = planned / bytes_taken - 1
                worst = max(worst, abs(difference))
                print(
                    f"| {size} {SIZES[size][0]} | {stage} | {plan['parameters'] / 1e6:.1f} M "
                    f"| {planned / 2**20:.0f} MiB | {bytes_taken / 2**20:.0f} MiB | {100 * difference:+.1f} % |",
                    flush=True)
        print(f"\nThe largest difference is {100 * worst:.1f} %.")


if __name__ == "__main__":
    main()
