import queue
from pathlib import Path

import pytest

from serverless_application.source_watch import SourceWatch


@pytest.mark.parametrize("change", ["changed", "added", "removed"])
def test_a_function_whose_code_changes_starts_again(tmp_path: Path, change: str) -> None:
    folders = {name: [tmp_path / name] for name in ("one", "other")}
    for (folder,) in folders.values():
        folder.mkdir()
        (folder / "app.py").write_text("first")
    restarted: queue.Queue[str] = queue.Queue()
    watch = SourceWatch(folders, restarted.put)
    watch.start()
    try:
        if change == "removed":
            (tmp_path / "one" / "app.py").unlink()
        else:
            (tmp_path / "one" / f"{'app' if change == 'changed' else 'more'}.py").write_text("second version")
        assert restarted.get(timeout=10) == "one"
    finally:
        watch.stop()
    assert restarted.empty()


def test_a_restart_that_fails_is_logged_and_does_not_end_the_watch(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    changed: queue.Queue[str] = queue.Queue()

    def refuse(name: str) -> None:
        changed.put(name)
        raise RuntimeError("it cannot start again")

    watch = SourceWatch({"one": [tmp_path]}, refuse)
    watch.start()
    try:
        for change in ("first", "second"):
            (tmp_path / f"{change}.py").write_text(change)
            assert changed.get(timeout=10) == "one"
    finally:
        watch.stop()
    assert caplog.text.count("RuntimeError: it cannot start again") == 2


def test_what_python_compiles_is_no_change(tmp_path: Path) -> None:
    restarted: queue.Queue[str] = queue.Queue()
    watch = SourceWatch({"one": [tmp_path]}, restarted.put)
    watch.start()
    try:
        (tmp_path / "__pycache__").mkdir()
        (tmp_path / "__pycache__" / "app.pyc").write_text("compiled")
        (tmp_path / "app.py").write_text("new")
        assert restarted.get(timeout=10) == "one"
    finally:
        watch.stop()
    assert restarted.empty()


def test_a_single_file_is_watched(tmp_path: Path) -> None:
    changed: queue.Queue[str] = queue.Queue()
    template = tmp_path / "template.yaml"
    template.write_text("first")
    watch = SourceWatch({"template": [template]}, changed.put)
    watch.start()
    try:
        (tmp_path / "another.yaml").write_text("new")
        template.write_text("second version")
        assert changed.get(timeout=10) == "template"
    finally:
        watch.stop()
    assert changed.empty()


def test_a_file_that_vanishes_while_it_is_looked_at_does_not_end_the_watch(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Path, "is_file", lambda _: True)
    changed: queue.Queue[str] = queue.Queue()
    template = tmp_path / "template.yaml"
    watch = SourceWatch({"template": [template]}, changed.put)
    watch.start()
    try:
        template.write_text("saved by an editor that replaces the file")
        assert changed.get(timeout=10) == "template"
    finally:
        watch.stop()
