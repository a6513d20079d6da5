#!/usr/bin/env python3
"""A labeler chats with two checkpoints, which answer side by side.

    Tests/Labeling/live_chat.py

Two turns, a judgement each. The page must name no model; the store must know which model wrote
what, with its hash and seed; the second turn must go on from the reply that was preferred; and the
judgements must come out as comparisons of conversations.
"""

import json
import pathlib
import sqlite3
import sys
import tempfile

sys.path.insert(0, str(pathlib.Path(__file__).parent))
from server import PASSWORD, Server, invitations, new_store, rlhf  # noqa: E402
from tiny_model import tiny_model  # noqa: E402
from virtual_labeler import VirtualLabeler  # noqa: E402

TURNS = ("How do I bake bread?", "And without an oven?")


def two_models(scratch):
    """Folders whose names must not be seen on a page."""
    text = scratch / "text.txt"
    text.write_text("Bread is baked in an oven, and tea is made with water that boils.\n" * 40)
    rlhf("tokenizer", "train", "--input", text, "--vocabulary-size", 280,
         "--output", scratch / "tokenizer")
    vocabulary = json.loads((scratch / "tokenizer" / "tokenizer.json").read_text())
    tokens = set(vocabulary["model"]["vocab"].values())
    tokens.update(token["id"] for token in vocabulary["added_tokens"])
    for name, seed in (("quince", 1), ("medlar", 2)):
        tiny_model(scratch / name, scratch / "tokenizer", max(tokens) + 1, seed)
    return scratch / "quince", scratch / "medlar"


def judge(labeler, page, preference, **more):
    """Says whose reply is better; returns the page that comes next."""
    form = labeler.answer_form(page)
    assert form is not None, f"no replies to judge: status {page.status}\n{page.body[:2000]}"
    assert preference in form.radio_groups()["preference"], form.radio_groups()
    answer = {"preference": preference, "reason": "It reads better.", **more}
    rest = [(name, value) for name, value in form.preset() if name not in answer]
    return labeler.send(form, rest + list(answer.items()), page.path)


def chat(labeler):
    """Two turns, the second sent with the judgement of the first; returns the pages seen."""
    begin = labeler.get("/chat")
    form = next(form for form in begin.page.forms if form.action == "/chat")
    fields = [(name, value) for name, value in form.preset() if name != "message"]
    first = labeler.send(form, fields + [("message", TURNS[0])], begin.path)
    second = judge(labeler, first, "a2", next_message=TURNS[1])
    return [begin, first, second, judge(labeler, second, "b2")]


def shown_first(store):
    """The reply that stood as A on the first turn's page."""
    order, = store.execute(
        'SELECT "order" FROM assignment JOIN task ON taskID = task.id WHERE kind = \'chat\''
        " ORDER BY task.id LIMIT 1").fetchone()
    number = json.loads(order)[0]
    return store.execute("SELECT text FROM completion WHERE id = ?", (number,)).fetchone()[0]


def look(folder, pages):
    """Returns what is wrong."""
    problems = [
        f"the page {page.path} names a model" for page in pages
        if any(name in page.body for name in ("quince", "medlar"))]
    store = sqlite3.connect(f"file:{folder}/feedback.sqlite?mode=ro", uri=True)
    replies = store.execute(
        "SELECT promptID, text, modelName, modelHash, json_extract(sampling, '$.seed')"
        " FROM completion WHERE origin = 'model' ORDER BY id").fetchall()
    if len(replies) != 4 or len({reply[3] for reply in replies}) != 2:
        problems.append(f"not two replies of each of two models: {replies}")
    if any(seed is None for *_, seed in replies):
        problems.append("a reply has no seed")
    prompts = store.execute(
        "SELECT turns FROM prompt JOIN task ON promptID = prompt.id WHERE kind = 'chat'"
        " ORDER BY task.id")
    said = [[turn["content"] for turn in json.loads(turns)] for turns, in prompts]
    if len(said) != 2 or said[0] != [TURNS[0]] or said[1][::2] != list(TURNS):
        problems.append(f"the conversation is not what was said: {said}")
    elif said[1][1] != shown_first(store):
        problems.append("the second turn does not go on from the reply that was preferred")
    if (count := store.execute("SELECT count(*) FROM judgement").fetchone()[0]) != 2:
        problems.append(f"{count} judgements instead of 2")
    return problems


def exported(folder, output):
    """The rows of an export in TRL's conversational format."""
    rlhf("label", "export", folder, "--format", "conversational", "--output", output)
    return [
        json.loads(line) for file in sorted(pathlib.Path(output).glob("*.jsonl"))
        for line in file.read_text().splitlines()]


def main():
    with tempfile.TemporaryDirectory() as folder:
        scratch = pathlib.Path(folder)
        store = str(scratch / "store")
        models = two_models(scratch)
        new_store(store, [{"prompt": "Not a chat", "completions": ["One.", "Two."]}])
        link = invitations(store, "labeler", 1)
        options = ["--model", models[0], "--model-b", models[1], "--maximum-new-tokens", "12",
                   "--device", "cpu"]
        with Server(store, options=[str(option) for option in options]) as server:
            labeler = VirtualLabeler(server.port, seed=3)
            labeler.join(link, "ada", PASSWORD)
            pages = chat(labeler)
            server.stop()
        problems = look(store, pages)
        rows = exported(store, scratch / "out")
        if not rows or any(row["prompt"][-1]["content"] not in TURNS for row in rows):
            problems.append(f"the export does not hold the conversation: {rows}")
        print(f"{len(pages)} pages seen, {len(rows)} comparisons exported")
    print("\n".join(problems + [f"{int(not problems)} passed, {int(bool(problems))} failed"]))
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
