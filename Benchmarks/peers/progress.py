"""A line on standard error that says what runs and for how long it still will; nothing in a pipe."""

import sys


class Progress:
    """Counts runs, and guesses the rest from those that are done."""

    def __init__(self, cases, pairs, peers):
        self.left = {
            (case, side): pairs for case in cases for side in ("ours", *case.peers(peers))}
        self.total = sum(self.left.values())
        self.times = {}
        self.current = None
        self.shows = sys.stderr.isatty()

    def begin(self, case, side, pair):
        self.current = (case, side)
        done = self.total - sum(self.left.values())
        self._show(f"[{done + 1}/{self.total}] {case.title}, pair {pair}: {side}{self._rest()}")

    def end(self, seconds):
        self.left[self.current] -= 1
        if seconds:
            self.times.setdefault(self.current, []).append(seconds)

    def say(self, text):
        """A line that stays."""
        if self.shows:
            print("\r\033[K", end="", file=sys.stderr)
        print(text, file=sys.stderr, flush=True)

    def close(self):
        self._show("")

    def _rest(self):
        if not self.times:
            return ""
        everything = [second for some in self.times.values() for second in some]
        usual = sum(everything) / len(everything)
        rest = sum(
            count * (sum(self.times[key]) / len(self.times[key]) if key in self.times else usual)
            for key, count in self.left.items())
        minutes = rest / 60
        return f", {minutes:.0f} min left" if minutes >= 1.5 else f", {rest:.0f} s left"

    def _show(self, text):
        if self.shows:
            print(f"\r\033[K{text}", end="", file=sys.stderr, flush=True)
