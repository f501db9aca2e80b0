from collections.abc import Callable
from types import SimpleNamespace

import pytest

from ManuelEnvironment.environment import Environment
from ManuelResilience.keywords import detours
from ManuelResilience.keywords.detours import DetourKeywords


class Simulator:
    def start_fault_proxy(self, upstream: str, *, alias: str) -> str:
        assert (upstream, alias) == ("http://127.0.0.1:1000", "api")
        return "http://127.0.0.1:2000"


def test_requests_go_through_the_proxy_until_the_detour_ends(
    import_libraries: Callable[..., None], monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = SimpleNamespace(api_base_url="http://127.0.0.1:1000", base_path="/prod")
    environment = Environment(settings, None, None)
    monkeypatch.setattr(detours, "current_environment", lambda: environment)
    import_libraries(FailureSimulator=Simulator())

    assert DetourKeywords().reach_api_through_fault_proxy() == "http://127.0.0.1:2000"
    assert environment.api_base_url == "http://127.0.0.1:2000/prod"
    environment.detour = None
    assert environment.api_base_url == "http://127.0.0.1:1000/prod"
