"""The command, its settings, its log, and defects from outside."""

import json
import logging
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any

import pytest
import requests

from manuel_sandbox.aws.invocation import invocation
from manuel_sandbox.command_line import main
from manuel_sandbox.defects import DefectError, load_defect
from manuel_sandbox.logs import configure_logging
from manuel_sandbox.settings import DeploymentSettings, SettingsError
from support.reference_backend import AUDIO, Cloud, encoded, sign, upload_body

DEFECT = '''"""Health ignores the requested version."""

NOTICED_BY = "Unknown Version Is Refused"


def apply() -> None:
    from manuel_sandbox.domain import versions

    versions.negotiate = lambda headers, query: versions.release_of("1.0")
'''

DEFECT_WITH_A_CLASS = '''"""Nothing is broken."""


from dataclasses import dataclass


@dataclass
class Remembered:
    user_id: str


def apply() -> None:
    Remembered("x")
'''


@pytest.fixture(autouse=True)
def _log_as_it_was() -> Iterator[None]:
    root, own = logging.getLogger(), logging.getLogger("manuel_sandbox")
    handlers, levels = root.handlers[:], (root.level, own.level)
    yield
    root.handlers[:] = handlers
    root.setLevel(levels[0])
    own.setLevel(levels[1])


def serve(
    cloud: Cloud, *arguments: str, variables: Mapping[str, str] = MappingProxyType({})
) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "manuel_sandbox", *arguments],
        env={**os.environ, **cloud.environment(**variables)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_it_serves_until_it_gets_a_signal(cloud: Cloud, number: signal.Signals) -> None:
    process = serve(cloud)
    assert process.stdout is not None
    url = process.stdout.readline().strip()
    assert requests.get(f"{url}/health", timeout=30).json()["status"] == "healthy"
    process.send_signal(number)
    _, errors = process.communicate(timeout=10)
    assert (process.returncode, errors) == (0, "")
    with pytest.raises(requests.ConnectionError):
        requests.get(url, timeout=1)


def test_a_signal_during_the_start_ends_it(cloud: Cloud) -> None:
    processes = [serve(cloud) for _ in range(4)]
    for process in processes:
        assert process.stdout is not None
        process.stdout.readline()
        process.terminate()
    assert [process.communicate(timeout=20)[1] for process in processes] == [""] * 4
    assert [process.returncode for process in processes] == [0] * 4


def test_a_defect_changes_the_running_backend(cloud: Cloud, tmp_path: Path) -> None:
    defect = tmp_path / "any folder" / "wrong_version.py"
    defect.parent.mkdir()
    defect.write_text(DEFECT)
    healthy, broken = serve(cloud), serve(cloud, "--defect", str(defect))
    versions = []
    for process in (healthy, broken):
        assert process.stdout is not None
        url = process.stdout.readline().strip()
        versions.append(requests.get(f"{url}/version?version=1.1", timeout=30).json()["version"])
        process.terminate()
        process.communicate(timeout=10)
    assert versions == ["1.1", "1.0"]


def test_the_documented_example_of_a_defect_works(cloud: Cloud, tmp_path: Path) -> None:
    page = (Path(__file__).resolve().parents[3] / "tests" / "README.md").read_text()
    (code,) = (
        block for block in re.findall(r"```python\n(.*?)```", page, re.DOTALL) if "def apply()" in block
    )
    (tmp_path / "shared_cache.py").write_text(code)
    statuses = []
    for arguments in ([], ["--defect", str(tmp_path / "shared_cache.py")]):
        process = serve(cloud, *arguments)
        assert process.stdout is not None
        url = process.stdout.readline().strip()
        for name in ("user-1", "user-2"):
            answer = requests.post(
                f"{url}/api/query",
                json={"question": "Is this answer remembered?"},
                headers={"Authorization": f"Bearer {token(cloud, name)}"},
                timeout=20,
            )
            statuses.append(answer.json()["cache_status"])
        process.terminate()
        process.communicate(timeout=10)
    assert statuses == ["miss", "miss", "miss", "hit"]


def token(cloud: Cloud, user_id: str) -> str:
    settings, now = DeploymentSettings.from_environment(cloud.environment()), int(time.time())
    claims = {"iss": settings.issuer, "aud": settings.user_pool_client_id, "token_use": "id"}
    return sign({**claims, "sub": user_id, "iat": now, "exp": now + 600})


def test_a_missing_setting_is_reported_in_one_line(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("USER_POOL_ID", "USAGE_TABLE"):
        monkeypatch.delenv(name, raising=False)
    assert main([]) == 2
    error = capsys.readouterr().err
    assert error.startswith("manuel-sandbox: USER_POOL_ID is not set; ")
    assert error.endswith("(docs/sandbox.md lists all settings)\n")
    assert error.count("\n") == 1


@pytest.mark.parametrize(
    ("arguments", "problem"),
    [
        (["--defect", "/nowhere/x.py"], "/nowhere/x.py is not a file"),
        (["--host", "192.0.2.1"], "Cannot listen on 192.0.2.1:0: "),
        (["--host", "no such host"], "Cannot listen on no such host:0: "),
    ],
)
def test_an_invalid_option_is_reported_in_one_line(
    cloud: Cloud,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    arguments: list[str],
    problem: str,
) -> None:
    for name, value in cloud.environment().items():
        monkeypatch.setenv(name, value)
    assert main(arguments) == 2
    error = capsys.readouterr().err
    assert error.startswith(f"manuel-sandbox: {problem}")
    assert error.count("\n") == 1


@pytest.mark.parametrize("port", ["99999", "-1", "x", "80.0", "", "²"])
def test_a_port_must_exist(capsys: pytest.CaptureFixture[str], port: str) -> None:
    with pytest.raises(SystemExit, match="2"):
        main([f"--port={port}"])
    assert f"{port!r} is not a number from 0 to 65535" in capsys.readouterr().err


class TestSettings:
    """Settings from the environment."""

    def test_each_is_read_from_the_variable_of_its_name(self, cloud: Cloud) -> None:
        environment = cloud.environment(
            DAILY_QUOTA="7",
            ALLOWED_ORIGINS="https://a.example,http://b.example:1",
            CACHE_HITS_CHARGED="false",
        )
        settings = DeploymentSettings.from_environment(environment)
        assert settings.daily_quota == 7
        assert settings.allowed_origins == ("https://a.example", "http://b.example:1")
        assert settings.cache_hits_charged is False
        assert settings.monthly_quota == 1000

    def test_the_defaults_are_those_of_the_contract(self, cloud: Cloud) -> None:
        settings = DeploymentSettings.from_environment({**cloud.environment(), "RATE_LIMIT_REQUESTS": ""})
        assert (settings.daily_quota, settings.monthly_quota, settings.question_length) == (50, 1000, 1000)
        assert (settings.rate_limit_requests, settings.rate_limit_window_seconds) == (100, 60)
        assert (settings.breaker_failures, settings.breaker_reset_seconds) == (5, 30)
        assert settings.body_limit_bytes == 10 * 1024 * 1024
        assert settings.integration_timeout_seconds == 29
        assert (settings.token_kind, settings.injection_policy, settings.base_path) == ("id", "reject", "")

    def test_the_region_may_come_from_the_default_region(self, cloud: Cloud) -> None:
        environment = {**cloud.environment(), "AWS_DEFAULT_REGION": "us-east-1"}
        assert DeploymentSettings.from_environment(environment).aws_region == "eu-west-1"
        del environment["AWS_REGION"]
        assert DeploymentSettings.from_environment(environment).aws_region == "us-east-1"

    def test_without_an_endpoint_the_keys_are_at_cognito(self, cloud: Cloud) -> None:
        environment = cloud.environment(USER_POOL_ID="eu-west-1_x", AWS_ENDPOINT_URL="")
        expected = "https://cognito-idp.eu-west-1.amazonaws.com/eu-west-1_x/.well-known/jwks.json"
        assert DeploymentSettings.from_environment(environment).jwks_url == expected

    @pytest.mark.parametrize(
        ("name", "value"),
        [
            ("DAILY_QUOTA", "0"),
            ("DAILY_QUOTA", "many"),
            ("TOKEN_KIND", "refresh"),
            ("BODY_LIMIT_MB", "11"),
            ("ALLOWED_ORIGINS", "*"),
            ("ALLOWED_ORIGINS", "https://a.example/"),
            ("BASE_PATH", "prod"),
            ("INTEGRATION_TIMEOUT_SECONDS", "30"),
            ("PRESIGNED_URL_SECONDS", "3601"),
            ("LOG_LEVEL", "LOUD"),
        ],
    )
    def test_an_invalid_setting_is_reported_with_its_value(self, cloud: Cloud, name: str, value: str) -> None:
        with pytest.raises(SettingsError, match=f"^{name} is .*{re.escape(value[0])}") as error:
            DeploymentSettings.from_environment(cloud.environment(**{name: value}))
        assert "\n" not in str(error.value)

    def test_secrets_are_not_shown(self, cloud: Cloud) -> None:
        environment = cloud.environment(AWS_SECRET_ACCESS_KEY="secret-4711", AWS_SESSION_TOKEN="secret-4712")
        assert "secret-471" not in repr(DeploymentSettings.from_environment(environment))


class TestDefects:
    """Defects: changes to the backend from outside."""

    def test_a_file_is_applied_once(self, tmp_path: Path) -> None:
        file = tmp_path / "counting.py"
        file.write_text('"""Nothing is broken."""\napplied = []\ndef apply():\n    applied.append(1)\n')
        load_defect(file)
        assert sys.modules["manuel_defect_counting"].applied == [1]

    @pytest.mark.parametrize(
        ("text", "problem"),
        [
            ('"""X."""\n', "has no function apply"),
            ("def apply(): ...\n", "needs a docstring that says what is broken"),
            ("def", "SyntaxError"),
            ("import nothing_of_this_name", "ModuleNotFoundError"),
            ("raise SystemExit(3)", "SystemExit: 3"),
            ('"""X."""\ndef apply(x): ...\n', "can't be applied: TypeError"),
            (
                '"""X."""\ndef apply(): raise ValueError("two\\nlines")\n',
                "can't be applied: ValueError: two lines$",
            ),
        ],
    )
    def test_an_unusable_file_is_reported_in_one_line(self, tmp_path: Path, text: str, problem: str) -> None:
        file = tmp_path / "defect.py"
        file.write_text(text)
        with pytest.raises(DefectError, match=problem) as refused:
            load_defect(file)
        assert str(refused.value).startswith(f"{file} ")
        assert "\n" not in str(refused.value)

    def test_a_defect_may_contain_what_any_module_may_contain(self, tmp_path: Path) -> None:
        file = tmp_path / "with_a_class.py"
        file.write_text(DEFECT_WITH_A_CLASS)
        load_defect(file)
        assert sys.modules["manuel_defect_with_a_class"].Remembered("x").user_id == "x"

    def test_another_kind_of_file_is_reported_in_one_line(self, tmp_path: Path) -> None:
        for path in (tmp_path, tmp_path / "nothing.py"):
            with pytest.raises(DefectError, match="is not a file"):
                load_defect(path)
        (tmp_path / "x.txt").write_text(DEFECT)
        with pytest.raises(DefectError, match="is not a Python file"):
            load_defect(tmp_path / "x.txt")


class TestLog:
    """The log, with one JSON object per line."""

    def test_an_entry_has_the_message_and_the_extra_values(self, capsys: pytest.CaptureFixture[str]) -> None:
        configure_logging("INFO")
        logger = logging.getLogger("manuel_sandbox.requests")
        logger.info("answered %s", "ä\n", extra={"request_id": "r-1", "status": 200})
        logger.debug("not written")
        logging.getLogger("some_library").info("not written either")
        try:
            json.loads("x")
        except ValueError:
            logger.exception("failed")
        with invocation(request_id="r-2", trace_id="t-2", budget_seconds=1):
            logger.warning("too late")
        entries = [json.loads(line) for line in capsys.readouterr().err.splitlines()]
        first, second, third = (entry for entry in entries if entry["logger"] == logger.name)
        assert "not written either" not in [entry["message"] for entry in entries]
        assert first["message"] == "answered ä\n"
        assert (third["request_id"], third["trace_id"]) == ("r-2", "t-2")
        assert (first["request_id"], first["status"], first["level"]) == ("r-1", 200, "INFO")
        assert "JSONDecodeError: Expecting value" in second["exception"]

    def test_each_line_names_its_request_and_contains_no_secret(self, cloud: Cloud) -> None:
        process = serve(cloud, variables={"LOG_LEVEL": "DEBUG", "AWS_SECRET_ACCESS_KEY": "secret-key-4711"})
        assert process.stdout is not None
        url = process.stdout.readline().strip()
        bearer = token(cloud, "user-of-the-log")
        headers = {"Authorization": f"Bearer {bearer}", "Idempotency-Key": "idempotency-4711"}

        def call(method: str, path: str, body: Any = None) -> requests.Response:
            return requests.request(method, url + path, json=body, headers=headers, timeout=20)

        created = call("POST", "/api/manuals/upload", upload_body("thermostat.pdf"))
        recording = {"file_data": encoded(AUDIO / "how-do-i-descale-it.wav"), "content_type": "audio/wav"}
        cloud.engine.add({"service": "s3", "operation": "DeleteObject", "fault": "error", "code": "SlowDown"})
        spoken = call("POST", "/api/query", recording)
        cloud.engine.add({"service": "bedrock-runtime", "fault": "error", "code": "AccessDeniedException"})
        failed = call("POST", "/api/query", {"question": "What is my code 4711?"})
        cloud.engine.clear()
        shown = call("GET", created.headers["Location"])
        headers["Authorization"] += "x"
        refused = call("GET", "/api/manuals")
        process.terminate()
        _, log = process.communicate(timeout=10)

        answers = [created, spoken, failed, shown, refused]
        assert [answer.status_code for answer in answers] == [201, 200, 503, 200, 401]
        lines = [json.loads(line) for line in log.splitlines()]
        ids = [answer.headers["x-amzn-RequestId"] for answer in answers]
        assert {line["request_id"] for line in lines} == set(ids)
        (failure,) = (line for line in lines if line["message"].startswith("A request has failed"))
        assert failure["request_id"] == ids[2]
        assert failure["trace_id"] == failed.headers["X-Amzn-Trace-Id"]
        signature = shown.json()["pdf_url"].rpartition("Signature=")[2]
        for secret in (bearer, bearer.rpartition(".")[2], signature, recording["file_data"][:40], "4711"):
            assert secret not in log


def test_everything_can_be_imported_in_advance() -> None:
    code = (
        "import sys; from manuel_sandbox.warming import warm_up; assert 'manuel_sandbox.application' not in sys.modules;"
        "warm_up(); before = set(sys.modules); import loopback_server.server, manuel_sandbox.application, manuel_sandbox.defects;"
        "print(*sorted(set(sys.modules) - before))"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert (run.stdout, run.stderr) == ("\n", "")
