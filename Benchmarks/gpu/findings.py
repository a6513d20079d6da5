"""What was found: rows of one table, kept in a file as they come."""

import json
import sys

from process import Failure

HEAD = ["part", "what", "found", "aim", "reached"]


class Findings:
    """The rows of the table, with the numbers that they were made from."""

    def __init__(self, facts, path):
        self.facts, self.path, self.rows = facts, path, []

    def add(self, part, what, found, aim="", reached=None, **raw):
        """A row, which is also said on standard error: the whole takes minutes."""
        self.rows.append({"part": part, "what": what, "found": found, "aim": aim, "reached": reached, "raw": raw})
        verdict = "" if reached is None else " (reached)" if reached else f" (aim: {aim}, not reached)"
        print(f"{part} · {what}: {found}{verdict}", file=sys.stderr, flush=True)
        self.save()

    def attempt(self, part, what, body):
        """What the body gives; where a run fails, a row says so, and the others go on."""
        try:
            return body()
        except Failure as failure:
            self.add(part, what, f"failed: {failure}", "that it ends well", False, failed=True)
            return None

    def save(self):
        if self.path:
            with open(self.path, "w", encoding="utf-8") as file:
                json.dump({"facts": dict(self.facts), "rows": self.rows}, file, indent=1, ensure_ascii=False)
                file.write("\n")

    @property
    def is_sound(self):
        """Whether all runs ended well, and the device agreed with the CPU."""
        return not any(row["raw"].get("failed") or row["raw"].get("disagrees") for row in self.rows)

    def table(self):
        words = {None: "", True: "yes", False: "no"}
        rows = [HEAD, ["---"] * len(HEAD)]
        rows += [[row["part"], row["what"], row["found"], row["aim"], words[row["reached"]]] for row in self.rows]
        return "\n".join("| " + " | ".join(_cell(text) for text in row) + " |" for row in rows) + "\n"


def _cell(text):
    return " ".join(text.replace("|", "\\|").split())
