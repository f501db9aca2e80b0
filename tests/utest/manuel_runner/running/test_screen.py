import io

import pytest

from manuel_runner.running.screen import LiveScreen, PlainScreen, is_terminal


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize("variables", [{"NO_COLOR": "1"}, {"CI": "true"}, {"TERM": "dumb"}])
def test_lines_are_plain_where_control_codes_are_not_wanted(variables: dict[str, str]) -> None:
    assert not is_terminal(Terminal(), variables)
    assert is_terminal(Terminal(), dict.fromkeys(variables, ""))
    assert not is_terminal(io.StringIO(), {})


def test_a_pipe_gets_no_control_codes_and_the_state_now_and_then(monkeypatch: pytest.MonkeyPatch) -> None:
    now = 100.0
    monkeypatch.setattr("manuel_runner.running.screen.time.monotonic", lambda: now)
    stream = io.StringIO()
    screen = PlainScreen(stream)
    screen.show(0, 2, ["0 of 2"])
    screen.say("FAILED   Api.A", "red")
    now = 110.0
    screen.show(1, 2, ["1 of 2"])
    screen.show(2, 2, ["2 of 2"])
    assert stream.getvalue() == "FAILED   Api.A\n1 of 2\n"


def test_a_terminal_shows_the_state_below_what_stays(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", "xterm-256color")
    terminal = Terminal()
    with LiveScreen(terminal) as screen:
        screen.show(1, 2, ["1 of 2 [b]"])
        screen.say("FAILED   [Api].A", "red")
        screen.show(2, 2, ["2 of 2"])
    printed = terminal.getvalue()
    assert printed.index("1 of 2 [b]") < printed.index("FAILED   [Api].A") < printed.index("2 of 2")
    assert "\x1b[" in printed
