"""The tables: for the terminal, and for the page in Markdown."""

import cases

PEERS = {
    "trl": "TRL", "packed": "TRL, packed", "bare": "plain PyTorch", "transformers": "`generate`",
}

# The peers that the bars of memory and start are set against.
BARRED = ("trl", "transformers")


def speed_rows(comparisons):
    """What is compared, speeds of both, the ratio beside its bar, and whether it was equal work."""
    head = ["what", "model", "against", "ours", "theirs", "unit", "ratio (min–max)", "bar", "equal work"]
    rows = []
    for found in comparisons:
        if found.case.task == "help":
            continue
        start = [found.case.name, found.case.model, PEERS[found.side]]
        if found.problem:
            rows.append([*start, "", "", "", "failed", _number(found.bar), found.problem])
            continue
        equal, words = found.work()
        ours, theirs = (
            f"{found.values(found.throughput, mine).median:,.{_places(found)}f}"
            for mine in (True, False))
        rows.append([
            *start, ours, theirs, found.case.unit, found.speed.shown(),
            _verdict(found.bar, found.speed.median, at_least=True),
            words if equal else f"NOT EQUAL: {words}"])
    return [head, *rows]


def cost_rows(comparisons):
    """CPU seconds, peak memory, and the time from the command to the first step."""
    head = ["what", "model", "against", "CPU s", "theirs", "peak MB", "theirs", "ratio", "bar",
            "first step s", "theirs", "ratio", "bar"]
    rows = []
    for found in comparisons:
        if found.problem or found.case.task == "help":
            continue
        model, generates = found.case.model, found.case.task == "generate"
        row = [found.case.name, model, PEERS[found.side]]
        for of, places, bar in (
            (lambda run, _: run.cpu, 1, {}),
            (lambda run, _: run.peak_bytes / 1e6, 0, cases.MEMORY_BARS),
            (lambda run, _: run.first_step, 2, {} if generates else cases.START_BARS),
        ):
            row += [f"{found.values(of, mine).median:,.{places}f}" for mine in (True, False)]
            if places != 1:
                ratio = found.ratios(of)
                row += [ratio.shown(), _verdict(
                    bar.get(model) if found.side in BARRED else None, ratio.median, at_least=False)]
        rows.append(row)
    return [head, *rows]


def help_rows(comparisons):
    rows = []
    for found in comparisons:
        if found.case.task != "help":
            continue
        if found.problem:
            rows.append(["failed", "", found.problem])
            continue
        ours, theirs = (found.values(lambda run, _: run.wall, mine) for mine in (True, False))
        verdict = _verdict(cases.HELP_BAR_SECONDS, ours.median, at_least=False)
        rows.append([ours.shown(3), theirs.shown(2), verdict])
    return [["`rlhf --help`, s", "`trl --help`, s", "bar for ours, s"], *rows] if rows else []


def _places(found):
    return 2 if found.case.task == "ppo" else 0


def _number(bar):
    return "" if bar is None else f"{bar:g}"


def _verdict(bar, value, at_least):
    """The bar, and whether it is met."""
    if bar is None:
        return ""
    met = value >= bar if at_least else value <= bar
    return f"{'≥' if at_least else '≤'} {bar:g}: {'met' if met else 'missed'}"


def text(rows):
    """Columns in line, for the terminal."""
    if len(rows) < 2:
        return ""
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    return "\n".join(
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths)).rstrip() for row in rows)


def markdown(rows):
    if len(rows) < 2:
        return []
    lines = ["| " + " | ".join(row) + " |" for row in rows]
    return [lines[0], "|" + "---|" * len(rows[0]), *lines[1:], ""]
