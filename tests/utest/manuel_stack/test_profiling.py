import threading
from pathlib import Path

import pytest

from manuel_stack import profiling
from manuel_stack.profiling import profile_written_to
from support.waiting import wait_until


def work_hard(ended: threading.Event) -> None:
    while not ended.is_set():
        sum(range(1000))


def wait_for_the_end(ended: threading.Event) -> None:
    ended.wait()


def test_a_profile_has_what_any_thread_does_and_not_what_it_waits_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: set[str] = set()
    describe = profiling._functions
    monkeypatch.setattr(profiling, "_functions", lambda frame: _noted(describe(frame), seen))
    ended = threading.Event()
    threads = [threading.Thread(target=each, args=(ended,)) for each in (work_hard, wait_for_the_end)]
    with profile_written_to(str(tmp_path / "profile")):
        for thread in threads:
            thread.start()
        wait_until(lambda: any("work_hard" in function for function in seen), timeout=30)
        ended.set()
        for thread in threads:
            thread.join()
    (page,) = (tmp_path / "profile").iterdir()
    text = page.read_text()
    assert page.name.startswith("stack-")
    assert "work_hard" in text
    assert "wait_for_the_end" not in text


def _noted(functions: tuple[str, ...], seen: set[str]) -> tuple[str, ...]:
    seen.update(functions)
    return functions


def test_nothing_is_profiled_unless_asked_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    threads = threading.active_count()
    with profile_written_to(None):
        assert threading.active_count() == threads
