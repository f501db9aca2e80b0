import signal
from collections.abc import Iterator

import pytest

from manuel_runner.command_line import main
from manuel_stack.process import LocalStack


@pytest.fixture(autouse=True)
def own_signal_handlers() -> Iterator[None]:
    before = signal.getsignal(signal.SIGTERM)
    yield
    signal.signal(signal.SIGTERM, before)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_during_the_start_ends_the_sandbox_quietly(
    number: signal.Signals, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    stopped: list[LocalStack] = []

    def stop(stack: LocalStack) -> None:
        stopped.append(stack)

    monkeypatch.setattr(LocalStack, "start", lambda _: signal.raise_signal(number))
    monkeypatch.setattr(LocalStack, "stop", stop)
    assert main(["sandbox"]) == 0
    assert len(stopped) == 1
    assert capsys.readouterr() == ("", "")
