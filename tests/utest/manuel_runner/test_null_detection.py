"""Null backends: their responses, and that a test which passes against one is found."""

from collections.abc import Iterator

import pytest
import requests

from manuel_runner.detection.null_backends import NullBackend, null_backends
from manuel_runner.detection.null_detection import null_findings
from manuel_runner.detection.report import null_backends_as_json, null_row
from manuel_runner.test_runs import Suites, WorkerPool

pytestmark = pytest.mark.usefixtures("_warm_parent")

SUITE = """
*** Settings ***
Library    ManuelEnvironment
Library    ManuelAPI

*** Test Cases ***
Version Is Reported
    [Tags]    api-call
    ${version} =    Get Version
    Should Be Equal    ${version.current_version}    1.1

Anything Goes
    [Tags]    api-call
    Run Keyword And Ignore Error    Send Request    GET    /version

Two And Two Are Four
    Should Be Equal As Integers    ${{2 + 2}}    4
"""
BACKENDS = {backend.name: backend for backend in null_backends()}
REPLACED = "http://127.0.0.1:9"


@pytest.fixture(scope="module")
def pool(tmp_path_factory: pytest.TempPathFactory) -> Iterator[WorkerPool]:
    folder = tmp_path_factory.mktemp("null") / "suites"
    (folder / "api").mkdir(parents=True)
    (folder / "api" / "version.robot").write_text(SUITE)
    with WorkerPool(Suites.load(folder)) as pool:
        yield pool


@pytest.mark.parametrize("backend", BACKENDS.values(), ids=BACKENDS)
def test_a_test_that_passes_against_a_null_backend_is_found(pool: WorkerPool, backend: NullBackend) -> None:
    [finding] = null_findings(pool, [backend], pool.suites.names())
    assert not finding.is_expected
    assert finding.error is None
    assert finding.failed > 0
    assert finding.passed == ("Api.Version.Anything Goes",)
    assert "PASSED: 1" in null_row(finding)
    assert "Api.Version.Anything Goes passed, and therefore proves nothing" in null_row(finding)
    assert null_backends_as_json([finding])[0]["passed_tests"] == ["Api.Version.Anything Goes"]


@pytest.mark.parametrize(
    ("name", "status", "body"),
    [
        ("200 {}", 200, {}),
        ("401", 401, {"message": "Unauthorized"}),
        ("403", 403, {"message": "Missing Authentication Token"}),
        ("echo", 200, {"question": "How?"}),
    ],
)
def test_every_request_gets_the_same_response(name: str, status: int, body: dict[str, str]) -> None:
    with BACKENDS[name].serve(REPLACED) as url:
        response = requests.post(f"{url}/api/query", json={"question": "How?"}, timeout=30)
    assert (response.status_code, response.json()) == (status, body)
    assert response.headers["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize(("name", "error_type"), [("500", "internal_error"), ("503", "service_unavailable")])
def test_errors_match_the_contract(name: str, error_type: str) -> None:
    with BACKENDS[name].serve(REPLACED) as url:
        response = requests.get(f"{url}/api/manuals", timeout=30)
    assert response.status_code == int(name)
    assert response.json()["error_type"] == error_type
    assert response.json()["request_id"] == response.headers["x-amzn-RequestId"]
    assert set(response.json()) == {"error", "error_type", "timestamp", "request_id"}


def test_nothing_listens_on_the_dead_port() -> None:
    with BACKENDS["dead port"].serve(REPLACED) as url, pytest.raises(requests.ConnectionError):
        requests.get(url, timeout=30)


def test_the_hanging_backend_accepts_requests_and_never_answers() -> None:
    with BACKENDS["hang"].serve(REPLACED) as url, pytest.raises(requests.ReadTimeout):
        requests.get(url, timeout=0.2)
