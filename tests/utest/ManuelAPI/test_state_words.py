"""States are called what the environment calls them, also if another environment came before it in the process."""

from collections.abc import Callable
from typing import Any

import requests

from ManuelAPI.client import ApiRequest
from ManuelAPI.contract_check import deviations_of

A_MANUAL = ApiRequest("GET", "/api/manuals/one")


def test_each_environment_has_words_of_its_own(respond: Callable[..., requests.Response]) -> None:
    def is_documented(state: str, **settings: Any) -> bool:
        response = respond(A_MANUAL, {"status": state}, **settings)
        return "status" not in [deviation.place for deviation in deviations_of(response)]

    assert is_documented("ready")
    assert not is_documented("processed")
    assert is_documented("processed", states={"ready": "processed"})
    assert not is_documented("ready", states={"ready": "processed"})
