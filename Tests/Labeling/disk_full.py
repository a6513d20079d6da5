#!/usr/bin/env python3
"""Fills the disk under a labeling server, and frees it again. Needs root, to mount a small disk.

    Tests/Labeling/disk_full.py

On a full disk a judgement is refused with status 503 and a page that still holds what was filled
in; the draft that was saved before is kept; nothing is half there; pages can still be read; and
once there is space, the same form is accepted.
"""

import os
import pathlib
import subprocess
import sys
import tempfile

sys.path.insert(0, str(pathlib.Path(__file__).parent))
from server import PASSWORD, Server, invitations, new_store, ranking_rows, rlhf  # noqa: E402
from virtual_labeler import VirtualLabeler  # noqa: E402


def fill_disk(folder):
    """Leaves not a byte of space."""
    filler = pathlib.Path(folder) / "filler"
    with open(filler, "wb", buffering=0) as file:
        for size in (1 << 16, 1 << 12, 1 << 8, 1):
            try:
                while True:
                    file.write(b"\0" * size)
            except OSError:
                continue
    return filler


def check(disk):
    folder = str(pathlib.Path(disk) / "store")
    new_store(folder, ranking_rows(40), overlap=3)
    link = invitations(folder, "labeler", 1)
    with Server(folder) as server:
        server.log_path = pathlib.Path("/dev/null")
        labeler = VirtualLabeler(server.port)
        labeler.join(link, "somebody", PASSWORD)
        task = labeler.take_task()
        form = labeler.answer_form(task)
        draft = labeler.fill(form, "what I thought before the disk was full")
        saved = labeler.request("POST", task.path + "/draft", [*draft, ("sequence", "1")])
        assert saved.status in (200, 204), saved.status
        fields = labeler.fill(form, "what I thought when the disk was full")

        filler = fill_disk(disk)
        # The log may have room in it from before: send until it has not.
        refused, path = None, task.path
        for _ in range(60):
            sent = labeler.send(form, fields, path, follow=False)
            if sent.status != 303:
                refused = sent
                break
            path = None
            following = labeler.take_task()
            if following is None or labeler.answer_form(following) is None:
                refused = following
                break
            path, form = following.path, labeler.answer_form(following)
            fields = labeler.fill(form, "what I thought when the disk was full")
        assert refused is not None, "the disk never got full"
        assert refused.status == 503, f"status {refused.status}: {refused.body[:300]}"
        if path is not None:
            assert "what I thought when the disk was full" in refused.body, "the form was lost"
        assert labeler.get("/guideline").status == 200, "pages cannot be read"

        filler.unlink()
        if path is None:
            following = labeler.take_task()
            path, form = following.path, labeler.answer_form(following)
            fields = labeler.fill(form, "what I thought when the disk was full")
        sent = labeler.send(form, fields, path, follow=False)
        assert sent.status == 303, f"no recovery: status {sent.status}: {sent.body[:300]}"
        server.stop()
    rlhf("label", "verify", folder)


def main():
    if os.geteuid() != 0:
        print("only root can mount a small disk: not run\n0 passed, 0 failed, 1 skipped")
        return 0
    with tempfile.TemporaryDirectory() as disk:
        mounted = subprocess.run(
            ["mount", "-t", "tmpfs", "-o", "size=2m", "tmpfs", disk], capture_output=True)
        if mounted.returncode != 0:
            print("a small disk cannot be mounted here: not run\n0 passed, 0 failed, 1 skipped")
            return 0
        try:
            check(disk)
        finally:
            subprocess.run(["umount", "--lazy", disk], check=False)
    print("1 passed, 0 failed")
    return 0


if __name__ == "__main__":
    sys.exit(main())
