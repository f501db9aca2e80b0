"""Null backends: what they answer, and that a test which passes against one is found."""

from collections.abc import Iterator

import pytest
import requests

from manuel_runner.detection.null_backends import NullBackend, null_backends
from manuel_runner.detection.null_detection import judge_null_backends
from manuel_runner.detection.report import null_backends_as_json, null_row
from manuel_runner.test_runs import Suites, WorkerPool

SUITE = """
*** Settings ***
Library    ManuelEnvironment
Library    ManuelAPI

*** Test Cases ***
Version Is Reported
    [Tags]    api-call
    Get Version

Anything Is Answered
    [Tags]    api-call
    Run Keyword And Ignore Error    Get Version

Two And Two Are Four
    Should Be Equal As Integers    ${{2 + 2}}    4
"""
BACKENDS = {backend.name: backend for backend in null_backends()}
NOBODY = "http://127.0.0.1:9"


@pytest.fixture(scope="module")
def pool(tmp_path_factory: pytest.TempPathFactory) -> Iterator[WorkerPool]:
    folder = tmp_path_factory.mktemp("null") / "suites"
    (folder / "api").mkdir(parents=True)
    (folder / "api" / "version.robot").write_text(SUITE)
    with WorkerPool(Suites.load(folder)) as pool:
        yield pool


@pytest.mark.parametrize("backend", BACKENDS.values(), ids=BACKENDS)
def test_a_test_that_passes_against_a_null_backend_is_found(pool: WorkerPool, backend: NullBackend) -> None:
    [finding] = judge_null_backends(pool, [backend])
    assert not finding.is_good
    assert finding.problem is None
    assert (finding.failed, finding.passed) == (1, ("Api.Version.Anything Is Answered",))
    assert "1 PASS" in null_row(finding)
    assert "Api.Version.Anything Is Answered passes, so that it proves nothing" in null_row(finding)
    assert null_backends_as_json([finding])[0]["passed_tests"] == ["Api.Version.Anything Is Answered"]


@pytest.mark.parametrize(
    ("name", "status", "body"),
    [
        ("200 {}", 200, {}),
        ("401", 401, {"message": "Unauthorized"}),
        ("403", 403, {"message": "Missing Authentication Token"}),
        ("echo", 200, {"question": "How?"}),
    ],
)
def test_every_request_gets_the_same_answer(name: str, status: int, body: dict[str, str]) -> None:
    with BACKENDS[name].serve(NOBODY) as url:
        response = requests.post(f"{url}/api/query", json={"question": "How?"}, timeout=5)
    assert (response.status_code, response.json()) == (status, body)
    assert response.headers["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize(("name", "error_type"), [("500", "internal_error"), ("503", "service_unavailable")])
def test_errors_have_the_shape_of_the_contract(name: str, error_type: str) -> None:
    with BACKENDS[name].serve(NOBODY) as url:
        response = requests.get(f"{url}/api/manuals", timeout=5)
    assert response.status_code == int(name)
    assert response.json()["error_type"] == error_type
    assert response.json()["request_id"] == response.headers["x-amzn-RequestId"]
    assert set(response.json()) == {"error", "error_type", "timestamp", "request_id"}


def test_nobody_listens_on_the_dead_port() -> None:
    with BACKENDS["dead port"].serve(NOBODY) as url, pytest.raises(requests.ConnectionError):
        requests.get(url, timeout=5)


def test_the_one_that_hangs_takes_the_request_and_says_nothing() -> None:
    with BACKENDS["hang"].serve(NOBODY) as url, pytest.raises(requests.ReadTimeout):
        requests.get(url, timeout=0.2)
