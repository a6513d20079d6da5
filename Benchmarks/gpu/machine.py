"""Runs the command on a device, and asks it what the device can do."""

import json
import os
import re
import shutil
import subprocess

from process import Failure, run


class Machine:
    """A command, a folder that it works in, and the device that is measured."""

    def __init__(self, command, folder, device):
        self.command, self.folder, self.device = command, folder, device
        self.kind = device.split(":")[0]
        # Settings of the environment for all runs that follow.
        self.environment = {}

    def run(self, *arguments, with_terminal=False, **environment):
        """Runs the command to its end; `Failure` says in its last words why it did not get there."""
        try:
            return run([self.command, *map(str, arguments)], self.folder,
                       {**os.environ, **self.environment, **environment}, 1800, with_terminal)
        except Failure as failure:
            raise Failure(str(failure).replace(self.folder + os.sep, "")) from None

    def doctor(self, *arguments):
        """What `rlhf doctor` prints, whether or not all is well."""
        done = subprocess.run([self.command, "doctor", *arguments], cwd=self.folder, capture_output=True, text=True,
                              env={**os.environ, **self.environment})
        return done.stdout

    def has_device(self):
        return self.kind == "cpu" or bool(re.search(rf"\b[1-9]\d* {self.kind} device", self.doctor()))

    def rates(self):
        """FLOP/s of matrix products by type, and bytes of memory read a second, as `rlhf doctor --speed` tells."""
        text, found = self.doctor("--speed"), {}
        for rate, kind, device in re.findall(r"matrix products: ([0-9.]+) · 10⁹ FLOP/s in (\w+) on (\w+)", text):
            if device == self.kind:
                found[kind] = float(rate) * 1e9
        for rate, device in re.findall(r"memory: ([0-9.]+) · 10⁹ bytes/s read on (\w+)", text):
            if device == self.kind:
                found["memory"] = float(rate) * 1e9
        return found

    def train(self, stage, model, data, device, *settings, output="run"):
        """The metrics of the steps of a run, whose folder stays."""
        pairs = [
            "held_out_fraction=0", "evaluate_every=0", "checkpoint_every=0", "tensorboard=false",
            "memory_check=false", *settings]
        self.run(stage, "--model", model, "--data", data, "--output", output, "--overwrite", "--device", device,
                 *(part for pair in pairs for part in ("--set", pair)))
        with open(os.path.join(self.folder, output, "metrics.jsonl"), encoding="utf-8") as file:
            return [row for row in map(json.loads, file) if row["step"] > 0]

    def greedy(self, model, device, tokens, **environment):
        """The likeliest completions of the prompts, as `rlhf generate` writes them."""
        self.run("generate", "--model", model, "--prompts", "prompts.jsonl", "--temperature", 0,
                 "--maximum-new-tokens", tokens, "--batch-size", 8, "--device", device, "--output", "made.jsonl",
                 "--overwrite", **environment)
        with open(os.path.join(self.folder, "made.jsonl"), encoding="utf-8") as file:
            return [json.loads(line) for line in file]

    def remove(self, name):
        shutil.rmtree(os.path.join(self.folder, name), ignore_errors=True)
