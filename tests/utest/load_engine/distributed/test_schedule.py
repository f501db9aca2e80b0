"""How many of Locust's users there are, and whether they sent what was due."""

import pytest

from load_engine.distributed.schedule import shortfall, stages_of_users, users_at
from load_engine.mix.model import LoadMix
from load_engine.population import UserStage


def mix(*stages: str) -> LoadMix:
    return LoadMix.model_validate({"name": "mix", "stages": stages, "requests": [{"route": "/ok"}]})


def test_stages_with_users_stay_as_they_are() -> None:
    assert stages_of_users(mix("0 to 20 users in 10 s")) == [UserStage(10, 0, 20)]


def test_a_rate_has_a_user_for_each_request_of_a_second() -> None:
    assert stages_of_users(mix("0/s to 200/s in 10 s", "90/min for 1 min")) == [
        UserStage(10, 0, 200),
        UserStage(60, 2, 2),
    ]


@pytest.mark.parametrize(
    ("seconds", "users"), [(0, 0), (5, 10), (9.9, 19), (10, 3), (19.9, 3), (20, None), (100, None)]
)
def test_users_over_time(seconds: float, users: int | None) -> None:
    assert users_at([UserStage(10, 0, 20), UserStage(10, 3, 3)], seconds) == users


def test_shortfall_is_what_was_due_and_not_sent() -> None:
    assert shortfall(mix("100/s for 10 s"), 960) is None
    assert (shortfall(mix("100/s for 10 s"), 940) or "").startswith(
        "1000 requests were due and 940 were sent."
    )
    assert shortfall(mix("5 users for 10 s"), 0) is None
