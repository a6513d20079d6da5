"""Has one side do a case once, ours or a peer's, and reads what it says of its steps."""

import dataclasses
import json
import os
import shutil

import ours
from process import Failure, run

HERE = os.path.dirname(os.path.abspath(__file__))
SCRIPTS = {
    "trl": "offline.py", "packed": "offline.py", "bare": "bare.py", "transformers": "generation.py",
}
ONLINE = ("ppo", "grpo", "rloo")


@dataclasses.dataclass
class Run:
    """What one process did: the ends of its steps in seconds since 1970, and what was in each."""

    side: str
    started: float
    wall: float
    cpu: float
    peak_bytes: int
    ends: list
    update_seconds: float = 0.0
    tokens: list = dataclasses.field(default_factory=list)
    episodes: list = dataclasses.field(default_factory=list)
    generated: list = dataclasses.field(default_factory=list)
    losses: list = dataclasses.field(default_factory=list)
    completions: list = dataclasses.field(default_factory=list)
    import_seconds: float = 0.0
    load_seconds: float = 0.0
    versions: dict = dataclasses.field(default_factory=dict)

    @property
    def first_step(self):
        """Seconds from the command to the end of the first optimizer step."""
        if self.update_seconds:
            return self.update_seconds
        return self.ends[0] - self.started if self.ends else self.wall


class Workshop:
    """Where processes run: fixtures, a scratch folder, and the programs of both sides."""

    def __init__(self, folder, rlhf, python, old_trl, threads, timeout, overrides):
        self.fixtures = os.path.join(folder, "fixtures")
        self.scratch = os.path.join(folder, "scratch")
        self.rlhf, self.python, self.old_trl = rlhf, python, old_trl
        self.threads, self.timeout = threads, timeout
        # `key=value` for the recipes of ours; and what `rlhf generate` wrote, by case.
        self.overrides, self.written = overrides, {}

    def run(self, case, side):
        """Runs a side of a case once."""
        found = self._once(case, side)
        if case.task == "ppo":
            # A step of PPO's log is a rollout with all its epochs. With one rollout of one epoch, the
            # first optimizer step is the end.
            first = self._once(dataclasses.replace(case, steps=1), side, update_epochs=1)
            found.update_seconds = first.first_step
        return found

    def _once(self, case, side, **more):
        """Runs a side of a case in a new process and an empty folder; `more` are settings."""
        folder = os.path.join(self.scratch, case.name)
        shutil.rmtree(folder, ignore_errors=True)
        os.makedirs(folder)
        try:
            if case.task == "help":
                return self._help(side, folder)
            settings = {**self._settings(case, side, folder), **more}
            if side == "ours":
                return ours.run(self, case, settings, folder, Run)
            return self._peer(case, side, settings, folder)
        finally:
            shutil.rmtree(folder, ignore_errors=True)

    def environment(self, **more):
        """Ours and theirs with as many threads; theirs wait as they do by themselves."""
        kept = {key: value for key, value in os.environ.items()
                if key not in ("OMP_WAIT_POLICY", "GOMP_SPINCOUNT", "PYTHONPATH")}
        return {**kept, "OMP_NUM_THREADS": str(self.threads), **more}

    def _settings(self, case, side, folder):
        model = os.path.join(self.fixtures, "models", case.model)
        data = os.path.join(folder, case.file)
        count = case.row_count if side != "packed" else -1
        with open(os.path.join(self.fixtures, "data", case.file), encoding="utf-8") as file:
            rows = file.readlines()
        if count > len(rows):
            raise Failure(f"{case.steps} steps need {count} rows, and there are {len(rows)}")
        with open(data, "w", encoding="utf-8") as file:
            file.writelines(rows[:count] if count > 0 else rows)
        return {
            **case.settings(self.threads), "side": side, "data": data,
            "model": model, "reward_model": model + "-rm",
            "scratch": os.path.join(folder, "trainer")}

    def _peer(self, case, side, settings, folder):
        path = os.path.join(folder, "settings.json")
        with open(path, "w", encoding="utf-8") as file:
            json.dump(settings, file)
        script = "online.py" if case.task in ONLINE else SCRIPTS[side]
        more = {"HF_HOME": os.path.join(self.scratch, "cache"), "HF_HUB_OFFLINE": "1"}
        if case.task == "ppo":
            if not os.path.isdir(os.path.join(self.old_trl, "trl")):
                raise Failure(f"TRL 1.12.0, which has PPO, is not in {self.old_trl}")
            more["PYTHONPATH"] = self.old_trl
        outcome = run(
            [self.python, os.path.join(HERE, "theirs", script), path], folder,
            self.environment(**more), self.timeout)
        text = outcome.output.decode(errors="replace")
        lines = [line for line in text.splitlines() if line.startswith('{"ends"')]
        if not lines:
            raise Failure(f"{script} printed no line of figures")
        return Run(
            side, outcome.started, outcome.wall, outcome.cpu, outcome.peak_bytes,
            **json.loads(lines[-1]))

    def _help(self, side, folder):
        trl = os.path.join(os.path.dirname(self.python), "trl")
        program = self.rlhf if side == "ours" else trl
        outcome = run([program, "--help"], folder, self.environment(), self.timeout)
        return Run(side, outcome.started, outcome.wall, outcome.cpu, outcome.peak_bytes, [])
