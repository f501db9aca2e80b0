"""Listeners that each library of a suite registers."""

import pytest

from ManuelEnvironment.listeners.called_once import CalledOnce


class Noting:
    """A listener that notes each test that ends."""

    ROBOT_LISTENER_PRIORITY = 7

    def __init__(self, name: str, noted: list[tuple[str, object]]) -> None:
        self._name = name
        self._noted = noted

    def end_test(self, _data: object, result: object) -> None:
        self._noted.append((self._name, result))


class Failing:
    """A listener that cannot do what it should."""

    def end_test(self, _data: object, _result: object) -> None:
        raise LookupError("nothing found")


def test_each_listener_is_called_once_for_an_event_in_their_order() -> None:
    noted: list[tuple[str, object]] = []
    listener = CalledOnce(Noting("first", noted), Noting("second", noted))
    one, other = object(), object()
    for ended in (one, one, other):
        listener.end_test(None, ended)  # type: ignore[attr-defined]
    assert noted == [("first", one), ("second", one), ("first", other), ("second", other)]
    assert listener.ROBOT_LISTENER_PRIORITY == 7
    assert not hasattr(listener, "start_test")


def test_a_listener_that_fails_keeps_no_other_from_its_work() -> None:
    noted: list[tuple[str, object]] = []
    listener = CalledOnce(Noting("first", noted), Failing(), Noting("last", noted))
    with pytest.raises(LookupError, match="nothing found"):
        listener.end_test(None, "ended")  # type: ignore[attr-defined]
    assert noted == [("first", "ended"), ("last", "ended")]
