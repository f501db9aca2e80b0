"""Health and versions."""

from collections.abc import Callable

import pytest

from support.reference_backend import IMPATIENT, Backend, User


def test_health_calls_no_dependency(backend: Backend) -> None:
    answer = backend.call("GET", "/health")
    assert (answer.status_code, answer.json()["status"]) == (200, "healthy")
    assert answer.json()["environment"] == "test"
    assert backend.aws_calls(answer) == []


def test_health_tells_the_uptime(backend: Backend) -> None:
    before = backend.call("GET", "/health").json()["uptime_seconds"]
    backend.clock.ahead = 100
    assert 100 <= round(backend.call("GET", "/health").json()["uptime_seconds"] - before, 1) < 110


def test_deep_health_probes_each_dependency(backend: Backend) -> None:
    answer = backend.call("GET", "/health/deep")
    assert {name: one["status"] for name, one in answer.json()["services"].items()} == dict.fromkeys(
        ["dynamodb", "s3", "cognito", "bedrock", "transcribe", "cache"], "healthy"
    )
    assert {call.service for call in backend.aws_calls(answer)} == {
        "dynamodb",
        "s3",
        "bedrock-agent",
        "transcribe",
    }


@pytest.mark.parametrize(
    ("service", "name", "status", "overall"),
    [
        ("s3", "s3", 200, "degraded"),
        ("bedrock-agent", "bedrock", 200, "degraded"),
        ("transcribe", "transcribe", 200, "degraded"),
        ("dynamodb", "dynamodb", 503, "unhealthy"),
    ],
)
def test_a_failing_dependency_is_named(
    backend: Backend, service: str, name: str, status: int, overall: str
) -> None:
    backend.cloud.engine.add({"service": service, "fault": "http_error", "status": 500})
    answer = backend.call("GET", "/health/deep")
    assert (answer.status_code, answer.json()["status"]) == (status, overall)
    unwell = [one for one, health in answer.json()["services"].items() if health["status"] != "healthy"]
    assert unwell == [name]


def test_a_slow_dependency_is_degraded(start_backend: Callable[..., Backend]) -> None:
    backend = start_backend()
    backend.cloud.engine.add({"service": "s3", "fault": "latency", "delay": 1.1})
    health = backend.call("GET", "/health/deep").json()
    assert (health["status"], health["services"]["s3"]["status"]) == ("degraded", "degraded")
    assert health["services"]["s3"]["latency_ms"] >= 1100


def test_a_hanging_dependency_is_unhealthy(start_backend: Callable[..., Backend]) -> None:
    backend = start_backend(**IMPATIENT)
    backend.cloud.engine.add({"service": "s3", "fault": "hang"})
    services = backend.call("GET", "/health/deep").json()["services"]
    assert services["s3"]["status"] == "unhealthy"
    assert services["dynamodb"]["status"] == "healthy"


def test_without_cognito_only_public_operations_work(start_backend: Callable[..., Backend]) -> None:
    backend = start_backend(USER_POOL_ID="eu-west-1_unknown/../../nothing")
    services = backend.call("GET", "/health/deep").json()["services"]
    assert services["cognito"]["status"] == "unhealthy"


@pytest.mark.parametrize("path", ["/version", "/version/compatibility", "/version/changelog", "/health"])
def test_every_response_names_its_version(backend: Backend, path: str) -> None:
    headers = backend.call("GET", path).headers
    assert headers["API-Version"] == "1.1"
    assert headers["Supported-Versions"] == "1.0, 1.1"
    assert "Deprecation" not in headers


@pytest.mark.parametrize(
    ("headers", "query"),
    [
        ({"Accept": "application/vnd.manuel.v1.0+json"}, ""),
        ({"Accept": "text/html, application/vnd.manuel.v1.0+json;q=0.9"}, ""),
        ({"API-Version": "1.0"}, ""),
        ({}, "?version=1.0"),
        ({"API-Version": "1.1", "Accept": "application/vnd.manuel.v1.1+json"}, "?version=1.0"),
        ({"API-Version": "1.0", "Accept": "application/vnd.manuel.v1.1+json"}, ""),
    ],
)
def test_a_version_can_be_requested(backend: Backend, headers: dict[str, str], query: str) -> None:
    answer = backend.call("GET", f"/version{query}", headers=headers)
    assert answer.json()["version"] == answer.headers["API-Version"] == "1.0"
    assert answer.headers["Deprecation"].startswith("@")
    compatibility = backend.call("GET", f"/version/compatibility{query}", headers=headers).json()
    assert (compatibility["requested_version"], compatibility["deprecated"]) == ("1.0", True)


@pytest.mark.parametrize(
    ("headers", "query"),
    [
        ({"Accept": "application/vnd.manuel.v9.9+json"}, ""),
        ({"Accept": "application/vnd.manuel.vx+json"}, ""),
        ({"API-Version": "2"}, ""),
        ({"API-Version": ""}, ""),
        ({}, "?version=9.9"),
        ({}, "?version="),
        ({"API-Version": "9.9"}, "?version=1.1"),
    ],
)
def test_an_unknown_version_is_rejected(
    backend: Backend, user: User, headers: dict[str, str], query: str
) -> None:
    refused = backend.call("GET", f"/version{query}", headers=headers)
    assert (refused.status_code, refused.json()["error_type"]) == (400, "unsupported_version")
    assert user.get(f"/api/user/quota{query}", headers=headers).status_code == 400


@pytest.mark.parametrize("accept", ["*/*", "application/json", "text/html", "application/vnd.other.v9+json"])
def test_other_media_types_select_the_current_version(backend: Backend, accept: str) -> None:
    assert backend.call("GET", "/version", headers={"Accept": accept}).json()["version"] == "1.1"


def test_the_changelog_starts_with_the_newest_version(backend: Backend) -> None:
    changelog = backend.call("GET", "/version/changelog").json()["changelog"]
    assert [entry["version"] for entry in changelog] == ["1.1", "1.0"]
    assert all(entry["changes"] for entry in changelog)
