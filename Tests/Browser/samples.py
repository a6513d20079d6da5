"""Rows to import, one kind of task each."""

import json

LONG = " ".join(f"Sentence {number} of a long answer says a little more." for number in range(120))
ARABIC = "كيف أتعلم العزف على البيانو؟"


def rows_of_every_kind(kind):
    """JSON lines of a few tasks of a kind: plain, multi-turn, right to left, long."""
    prompts = [
        f"How do I boil an egg ({kind})?",
        [
            {"role": "user", "content": f"I have a cold ({kind})."},
            {"role": "assistant", "content": "I am sorry to hear that. Do you have a fever?"},
            {"role": "user", "content": "No, only a runny nose.\nWhat can I do?"},
        ],
        f"{ARABIC} ({kind})",
        f"Tell me about bread ({kind}).",
    ]
    answers = [
        "Put it into boiling water for nine minutes.",
        "Ask somebody who knows.\n\nThen do what they say.",
        "تدرب كل يوم ربع ساعة.",
        LONG,
    ]
    counts = {"ranking": 4, "pair": 2, "rating": 3, "demonstration": 0, "edit": 1}
    lines = []
    for prompt in prompts:
        texts = [f"{text} [{number}]" for number, text in enumerate(answers[: counts[kind]])]
        if isinstance(prompt, list):
            texts = [[{"role": "assistant", "content": text}] for text in texts]
        row = {"prompt": prompt}
        if texts:
            row["completions"] = texts
        lines.append(json.dumps(row, ensure_ascii=False))
    return "\n".join(lines) + "\n"
