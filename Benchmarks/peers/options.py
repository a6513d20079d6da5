"""The options of the benchmark, and what is refused before anything runs."""

import argparse
import os
import sys

import cases

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(HERE))
# Where models, rows, the peers' Python and the raw figures lie.
FOLDER = os.path.abspath(
    os.environ.get("PEERS_FOLDER") or os.path.join(os.path.dirname(HERE), ".peers"))


def names(known):
    """Reads words between commas, each of which must be known."""
    def read(text):
        found = [name for name in text.split(",") if name]
        for name in found:
            if name not in known:
                raise argparse.ArgumentTypeError(f"{name} is none of {', '.join(known)}")
        return found
    return read


def number(text):
    value = int(text)
    if value < 1:
        raise argparse.ArgumentTypeError(f"{text} must be at least 1")
    return value


def sizes(text):
    return tuple(number(part) for part in text.split(","))


def options():
    """The parser, and what was asked for."""
    parser = argparse.ArgumentParser(
        prog="Benchmarks/peers/run",
        description="Runs ours and the peers in turn on the same work, and prints how they compare.")
    parser.add_argument("--tasks", type=names(cases.TASKS), default=list(cases.TASKS),
                        help=f"of {','.join(cases.TASKS)}; by default all")
    parser.add_argument("--models", type=names(cases.MODELS), default=["nano", "mini"],
                        help="of nano,mini,gpt2,qwen2-0.5b; by default nano,mini")
    sides = sorted({"trl"}.union(*cases.SIDES.values()))
    parser.add_argument("--peers", type=names(sides), default=[],
                        help=f"of {','.join(sides)}; by default all that a task has")
    parser.add_argument("--pairs", type=number, default=5, help="runs of each side (5)")
    parser.add_argument("--steps", type=number, help="of a run; by default the task's own")
    parser.add_argument("--threads", type=number, default=2, help="of both sides (2)")
    parser.add_argument("--batch-sizes", type=sizes, default=cases.GENERATION_BATCHES,
                        help="of generation (1,8,32)")
    parser.add_argument("--sample", action="store_true",
                        help="draw in generation, at temperature 1, instead of taking the likeliest")
    parser.add_argument("--ours-set", dest="overrides", action="append", default=[],
                        metavar="KEY=VALUE", help="of our recipes, as dpo.beta=0.2, or an option of `rlhf generate`, as "
                             "generate.weight_precision=int8; may be repeated")
    parser.add_argument("--precision", choices=("float32", "bfloat16"), default="float32",
                        help="of the matrix products of both sides in training (float32)")
    parser.add_argument("--device", choices=("cpu", "cuda"), default="cpu",
                        help="where both sides compute (cpu); cuda needs a CUDA build of torch on both sides")
    parser.add_argument("--rlhf", default=os.path.join(ROOT, ".build", "release", "rlhf"))
    parser.add_argument("--python",
                        help="the peers' Python; by default one that is installed for them")
    parser.add_argument("--trl-1-12", dest="old_trl", default=os.path.join(FOLDER, "trl-1.12.0"),
                        help="the folder with TRL 1.12.0 for PPO")
    parser.add_argument("--timeout", type=number, default=1800, help="seconds of a run (1800)")
    parser.add_argument("--output", default=os.path.join(FOLDER, "raw.json"),
                        help="where every run's figures go (Benchmarks/.peers/raw.json)")
    parser.add_argument("--add", action="append", default=[], metavar="FILE",
                        help="also show what an earlier run wrote to --output; may be repeated; "
                             "with --tasks= nothing runs")
    parser.add_argument("--write", nargs="?", metavar="FILE", help="also write the page",
                        const=os.path.join(ROOT, "docs", "benchmarks-peers.md"))
    parser.add_argument("--note", default="", help="a sentence for the page")
    return parser, parser.parse_args()


def check(parser, asked):
    """Refuses what cannot work, before anything runs."""
    if asked.steps and asked.steps <= cases.UNCOUNTED_STEPS + 1:
        parser.error(f"--steps is {asked.steps} and must be more than {cases.UNCOUNTED_STEPS + 1}: "
                     f"the first {cases.UNCOUNTED_STEPS} are not counted")
    for path in asked.add:
        if not os.path.isfile(path):
            parser.error(f"--add: there is no file {path}")
        if os.path.abspath(path) == os.path.abspath(asked.output) and asked.tasks:
            parser.error(f"--add: {path} is what --output writes; give another --output")
    asked.rlhf = os.path.abspath(asked.rlhf)
    if not os.access(asked.rlhf, os.X_OK):
        sys.exit(f"{asked.rlhf} is not there; build it with `make release`, or name one by --rlhf")
    if asked.python and not os.access(asked.python, os.X_OK):
        sys.exit(f"{asked.python} is not there; without --python one is installed")
