"""Turns pairs of runs into ratios, and says whether both sides did the same work."""

import dataclasses
import statistics

import cases


@dataclasses.dataclass
class Spread:
    """The least, the middle and the greatest of some numbers."""

    least: float
    median: float
    most: float

    def __init__(self, values):
        values = list(values)
        self.least, self.most = min(values), max(values)
        self.median = statistics.median(values)

    def shown(self, places=2):
        """As `2.41 (2.20–2.57)`."""
        least, median, most = (f"{x:,.{places}f}" for x in (self.least, self.median, self.most))
        return f"{median} ({least}–{most})"


@dataclasses.dataclass
class Comparison:
    """A case against one peer over all pairs; `problem` says why there is nothing to compare."""

    case: cases.Case
    side: str
    pairs: list
    problem: str = ""
    # What `work` said of a run that was saved, without its completions.
    saved_work: tuple = None

    @property
    def bar(self):
        return self.case.bar(self.side)

    def ratios(self, of):
        """Of each pair, ours : theirs; `of` takes a run and the peer's run beside it."""
        return Spread(of(ours, peer) / of(peer, peer) for ours, peer in self.pairs)

    def values(self, of, mine):
        return Spread(of(pair[0 if mine else 1], pair[1]) for pair in self.pairs)

    @property
    def speed(self):
        return self.ratios(lambda run, peer: self.throughput(run, peer))

    def throughput(self, run, peer):
        """Tokens (of PPO episodes) per second: the median of the steps that count.

        Where both take the same rows in each step, its tokens are counted once, by the peer, so
        that a side that shares prompts or leaves out padding is not credited with fewer.
        """
        amounts = self._amounts(run, peer)
        steps = range(cases.UNCOUNTED_STEPS, min(len(run.ends), len(amounts)))
        if not steps:
            raise ValueError("too few steps to measure")
        return statistics.median(
            amounts[step] / max(run.ends[step] - run.ends[step - 1], 1e-3) for step in steps)

    def _amounts(self, run, peer):
        if self.case.task == "ppo":
            return run.episodes
        if self.case.task in ("grpo", "rloo"):
            prompts = (all - new for all, new in zip(peer.tokens, peer.generated))
            return [old + new for old, new in zip(prompts, run.generated)]
        same = self.case.task in ("sft", "reward", "dpo") and self.side != "packed"
        return peer.tokens if same else run.tokens

    @property
    def loss_difference(self):
        """The greatest difference of the losses of a step in any pair; None where sampling or
        packing makes other batches."""
        if self.side == "packed" or not self.pairs[0][1].losses:
            return None
        if any(len(ours.losses) != len(peer.losses) for ours, peer in self.pairs):
            return float("inf")
        return max(abs(a - b) for ours, peer in self.pairs for a, b in zip(ours.losses, peer.losses))

    def work(self):
        """Whether both did the same work, and in words what was held together."""
        if self.saved_work:
            return self.saved_work
        if self.case.task == "help":
            return True, ""
        difference = self.loss_difference
        if difference is not None:
            tolerance = cases.LOSS_TOLERANCES[self.case.precision]
            return difference < tolerance, f"losses differ by {difference:.1e} at most"
        ours, peer = self.pairs[0]
        if self.side == "packed":
            return True, "other batches: tokens/s alone"
        if peer.completions and not self.case.samples:
            return self._same_completions(ours, peer)
        if ours.generated and peer.generated:
            mine, other = (statistics.mean(run.generated) for run in (ours, peer))
            per = self.case.batch_size
            return abs(mine / other - 1) < 0.05, f"{mine / per:.1f} and {other / per:.1f} new tokens"
        if self.case.task == "generate":
            mine, other = (sum(run.tokens) for run in (ours, peer))
            return abs(mine / other - 1) < 0.05, f"{mine} and {other} new tokens"
        return True, "as many episodes; lengths are not compared"

    def _same_completions(self, ours, peer):
        equal = sum(a == b for a, b in zip(ours.completions, peer.completions))
        counts = sum(ours.tokens) / max(1, sum(peer.tokens))
        words = f"{equal} of {len(peer.completions)} completions are the same"
        return abs(counts - 1) < 0.02, words
