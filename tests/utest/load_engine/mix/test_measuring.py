"""A mix is sent as its file says."""

from collections.abc import Sequence
from typing import Any

import pytest

from load_engine.measurement import Measurement
from load_engine.mix.measuring import measure_mix
from load_engine.mix.model import LoadMix
from load_engine.mix.source import MixSource

REQUESTS = [{"route": "/ok", "weight": 3}, {"route": "/status/503", "name": "failing"}]


class Renewal:
    """Tokens that are renewed once, at once."""

    def __init__(self) -> None:
        self.renewed = 0

    def seconds_to_renewal(self) -> float:
        return 60.0 if self.renewed else 0.0

    def renew(self) -> Sequence[str]:
        self.renewed += 1
        return ["new"]


def measured(url: str, *, tokens: Sequence[str] = (), renewal: Any = None, **fields: Any) -> Measurement:
    mix = LoadMix.model_validate({"name": "mix", "requests": REQUESTS, **fields})
    source = MixSource(mix, [], base_url=url, tokens=tokens, timeout=30)
    return measure_mix(source, max_in_flight=50, tokens=renewal)


def test_requests_at_a_rate_are_counted_together_and_by_kind(server) -> None:
    whole, *parts = measured(server.url, stages=["100/s for 1 s"], workers=2).split()
    assert (whole.model, whole.sent, whole.name) == ("open", 100, "mix")
    by_name = {part.name: part for part in parts}
    assert by_name.keys() == {"mix: /ok", "mix: failing"}
    assert by_name["mix: /ok"].failed == 0
    assert by_name["mix: failing"].errors == {"HTTP 503": by_name["mix: failing"].sent}
    assert sum(part.sent for part in parts) == whole.sent
    assert by_name["mix: /ok"].value("offered") == by_name["mix: /ok"].sent


def test_dropped_requests_belong_to_their_kind(server) -> None:
    mix = LoadMix.model_validate(
        {"name": "mix", "stages": ["50/s for 1 s"], "requests": [{"route": "/slow"}]}
    )
    whole, part = measure_mix(
        MixSource(mix, [], base_url=server.url, tokens=(), timeout=30), max_in_flight=1
    ).split()
    assert whole.dropped == part.dropped > 0


def test_users_come_and_think(server) -> None:
    """Four users who think for 100 ms send at most ten requests a second each, and half as many while they come."""
    whole = measured(server.url, stages=["0 to 4 users in 1 s", "4 users for 1 s"], think_time="100 ms")
    assert whole.model == "closed"
    assert 20 <= whole.sent <= 60
    assert 1 <= whole.peak_in_flight <= 4


def test_users_without_thought_send_at_once(server) -> None:
    idle = measured(server.url, stages=["2 users for 500 ms"], think_time="200 ms")
    busy = measured(server.url, stages=["2 users for 500 ms"])
    assert idle.sent <= 8 < busy.sent


def test_users_who_have_gone_send_nothing(server) -> None:
    whole = measured(
        server.url, stages=["3 users for 300 ms", "3 to 0 users in 100 ms", "1 users for 300 ms"]
    )
    assert len(server.ports) <= 3
    assert whole.timeline.keys() == {0}


def test_tokens_are_renewed_while_load_is_sent(server) -> None:
    renewal = Renewal()
    measured(server.url, stages=["20/s for 1 s"], tokens=["old"], renewal=renewal)
    sent = [headers["Authorization"] for _, _, headers, _ in server.requests]
    assert sent[-1] == "Bearer new"
    assert renewal.renewed == 1


def test_refused_renewal_fails_the_load(server) -> None:
    class Refused(Renewal):
        def renew(self) -> Sequence[str]:
            raise RuntimeError("signed out")

    with pytest.raises(RuntimeError, match="signed out"):
        measured(server.url, stages=["20/s for 500 ms"], tokens=["old"], renewal=Refused())


def test_more_users_than_allowed_are_refused(server) -> None:
    with pytest.raises(ValueError, match=r"has up to 51 users\. Expected at most 50"):
        measured(server.url, stages=["51 users for 1 s"])
    assert not server.requests
