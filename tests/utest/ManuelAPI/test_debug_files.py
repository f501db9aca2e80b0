from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
import requests
from robot import result

from ManuelAPI.client import ApiClient
from ManuelAPI.debug_files import FOLDER_VARIABLE, LONGEST_BODY, DebugFiles

TOKEN = "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2lnbmF0dXJlLW9mLXRoZS10b2tlbg"


@pytest.fixture
def client(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ApiClient:
    monkeypatch.setenv(FOLDER_VARIABLE, str(tmp_path / "debug"))
    return ApiClient()


def response(body: bytes) -> requests.Response:
    sent = requests.Request(
        "POST",
        "http://127.0.0.1:1/api/query",
        json={"question": "How?"},
        headers={"Authorization": f"Bearer {TOKEN}"},
    )
    received = requests.Response()
    received.request = sent.prepare()
    received.status_code, received.reason = 500, "Internal Server Error"
    received.headers["X-Amzn-Trace-Id"] = "Root=1-2-3"
    received._content = body
    received.elapsed = timedelta(milliseconds=12)
    return received


def run_test(
    client: ApiClient, status: str, *responses: requests.Response, name: str = "Api.It's A/Test"
) -> None:
    listener = DebugFiles(client)
    data: Any = SimpleNamespace(full_name=f"Manuel.{name}")
    listener.start_test(data, result.TestCase())
    for each in responses:
        client._remember(each)
    listener.end_test(data, result.TestCase("It's A/Test", status=status, message="Expected 200."))


def test_a_failed_test_has_a_file_of_what_it_sent_and_received(client: ApiClient, tmp_path: Path) -> None:
    run_test(client, "FAIL", response(b'{"error": "internal_error"}'))
    text = (tmp_path / "debug" / "Api.It_s_A_Test.txt").read_text()
    assert "Expected 200." in text
    for line in (
        "--- 1 of the test: 12 ms ---",
        "> POST http://127.0.0.1:1/api/query",
        "> Authorization: Bearer <secret>",
        '{"question": "How?"}',
        "< 500 Internal Server Error",
        '{"error": "internal_error"}',
        "AWS calls:",
    ):
        assert line in text.splitlines()
    assert TOKEN not in text


def test_a_long_body_is_cut(client: ApiClient, tmp_path: Path) -> None:
    run_test(client, "FAIL", response(b"x" * (LONGEST_BODY + 1)))
    text = (tmp_path / "debug" / "Api.It_s_A_Test.txt").read_text()
    assert f"{'x' * LONGEST_BODY} … ({LONGEST_BODY + 1} characters)" in text.splitlines()


def test_a_passed_test_has_no_file(client: ApiClient, tmp_path: Path) -> None:
    run_test(client, "PASS", response(b"{}"))
    assert not (tmp_path / "debug").exists()


def test_tests_with_similar_names_have_files_of_their_own(client: ApiClient, tmp_path: Path) -> None:
    for name in ("Api.It's A/Test", "Api.It's A Test"):
        run_test(client, "FAIL", response(b"{}"), name=name)
    files = sorted(file.name for file in (tmp_path / "debug").iterdir())
    assert files == ["Api.It_s_A_Test-2.txt", "Api.It_s_A_Test.txt"]


def test_a_long_name_is_cut(client: ApiClient, tmp_path: Path) -> None:
    run_test(client, "FAIL", response(b"{}"), name="Api." + "Prüfung " * 100)
    (file,) = (tmp_path / "debug").iterdir()
    assert file.name.startswith("Api.Prüfung_Prüfung_")
