"""Each message in docs/troubleshooting.md is what the commands say: the trouble is provoked on a sandbox.

Four troubles of the day are tried; with `CHAPTERS=all`, every one.
"""

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import boto3
import pytest

from manuel_stack.attachment import Attachment
from manuel_stack.results_lock import only_run_in
from support.broken_environments import (
    Sandbox,
    api_that_never_answers,
    running_sandbox,
    said_by,
    said_by_run,
    said_by_tests,
    stack_of_version,
)
from support.documents import REPOSITORY, Document
from support.samples import sample_of_the_day

CHAPTER = Document(REPOSITORY / "docs" / "troubleshooting.md")
MESSAGES = re.findall(r"^\| `([^`]+)` \|", CHAPTER.text, re.MULTILINE)
CONFIGURED = {"users": "configured", "test_user_email": "reader@example.com"}
UNKNOWN_OPERATION = """\
import boto3
options = {"region_name": "eu-west-1", "aws_access_key_id": "000000000001", "aws_secret_access_key": "any"}
model = {"modelArn": "arn:aws:bedrock:eu-west-1::foundation-model/any"}
boto3.client("bedrock-agent-runtime", endpoint_url="{url}", **options).rerank(
    queries=[{"type": "TEXT", "textQuery": {"text": "x"}}],
    sources=[{"type": "INLINE", "inlineDocumentSource": {"type": "TEXT", "textDocument": {"text": "x"}}}],
    rerankingConfiguration={
        "type": "BEDROCK_RERANKING_MODEL",
        "bedrockRerankingConfiguration": {"modelConfiguration": model},
    },
)
"""
WRONG_STACK = """\
import os
from manuel_stack.lease import StackLease, WarmParent
print(StackLease(WarmParent(os.getpid()), {"choices": {"daily_quota": "many"}, "log": os.devnull}).info)
"""

Trouble = Callable[[Sandbox, Path], str]


def password_is_missing(sandbox: Sandbox, folder: Path) -> str:
    return said_by_tests(folder, {**sandbox.settings, **CONFIGURED}, "Sign In")


def client_has_a_secret(sandbox: Sandbox, folder: Path) -> str:
    client = cognito_of(sandbox).create_user_pool_client(
        UserPoolId=sandbox.stack["user_pool_id"], ClientName="with a secret", GenerateSecret=True
    )["UserPoolClient"]
    settings = {**sandbox.settings, **CONFIGURED, "user_pool_client_id": client["ClientId"]}
    return said_by_tests(folder, settings, "Sign In", MANUEL_TEST_PASSWORD="Battery-Staple-1")


def pool_is_missing(sandbox: Sandbox, folder: Path) -> str:
    settings = {name: value for name, value in sandbox.settings.items() if name != "user_pool_id"}
    return said_by_tests(folder, settings, "Sign In")


def password_is_wrong(sandbox: Sandbox, folder: Path) -> str:
    settings = {**sandbox.settings, **CONFIGURED}
    return said_by_tests(folder, settings, "Sign In", MANUEL_TEST_PASSWORD="Wrong-Horse-1")


def password_is_temporary(sandbox: Sandbox, folder: Path) -> str:
    create_user_with_temporary_password(sandbox, CONFIGURED["test_user_email"], "Battery-Staple-1")
    settings = {**sandbox.settings, **CONFIGURED}
    return said_by_tests(folder, settings, "Sign In", MANUEL_TEST_PASSWORD="Battery-Staple-1")


def create_user_with_temporary_password(sandbox: Sandbox, email: str, password: str) -> None:
    cognito_of(sandbox).admin_create_user(
        UserPoolId=sandbox.stack["user_pool_id"],
        Username=email,
        UserAttributes=[{"Name": "email", "Value": email}, {"Name": "email_verified", "Value": "true"}],
        TemporaryPassword=password,
        MessageAction="SUPPRESS",
    )


def cognito_of(sandbox: Sandbox) -> Any:
    stack = sandbox.stack
    session = boto3.Session(stack["account_id"], "any", region_name=stack["region"])
    return session.client("cognito-idp", endpoint_url=stack["aws_endpoint_url"])


def pool_is_another(sandbox: Sandbox, folder: Path) -> str:
    other = {name: sandbox.stack[f"second_{name[5:]}"] for name in ("user_pool_id", "user_pool_client_id")}
    return said_by_tests(folder, {**sandbox.settings, **other}, "Sign In", "Get Usage")


def nothing_listens(sandbox: Sandbox, folder: Path) -> str:
    return said_by_tests(folder, {**sandbox.settings, "api_base_url": "http://127.0.0.1:1"}, "Sign In")


def api_is_anothers(sandbox: Sandbox, folder: Path) -> str:
    return said_by_tests(folder, {**sandbox.settings, "stage": "staging"}, "Get Usage")


def path_is_wrong(sandbox: Sandbox, folder: Path) -> str:
    return said_by_tests(folder, {**sandbox.settings, "base_path": "/prod"}, "Sign In", "Get Usage")


def request_is_not_allowed(sandbox: Sandbox, folder: Path) -> str:
    deployed = {"api_base_url": "http://api.example.com", "capabilities": []}
    suite = ["--api-url", sandbox.stack["api_base_url"]]
    settings = {**sandbox.settings, **CONFIGURED, **deployed}
    return said_by_tests(folder, settings, "Ask    What?", options=suite, MANUEL_TEST_PASSWORD="any")


def origin_is_not_allowed(sandbox: Sandbox, folder: Path) -> str:
    cors = str(REPOSITORY / "suites" / "security" / "cors.robot")
    settings = {**sandbox.settings, "enable_security_testing": True}
    return said_by_run(folder, settings, cors, "--test", "Every Allowed Origin Is Allowed")


def api_hangs(sandbox: Sandbox, folder: Path) -> str:
    with api_that_never_answers() as url:
        settings = {**sandbox.settings, "api_base_url": url, "timeout_seconds": 1}
        return said_by_tests(folder, settings, "Sign In", "Get Usage")


def manual_is_never_ready(sandbox: Sandbox, folder: Path) -> str:
    sentences = [
        "Sign In",
        "${manual} =    Upload Manual    coffee-machine.pdf",
        "Wait Until Manual Is Indexed    ${manual}    timeout=1 s",
    ]
    return said_by_tests(folder, {**sandbox.settings, "states": {"ready": "done"}}, *sentences)


def api_is_too_slow(_sandbox: Sandbox, folder: Path) -> str:
    objectives = {"GET /health": {"p95_ms": 0.01}}
    suite = str(REPOSITORY / "suites" / "performance" / "response_times.robot")
    test = ["--test", "Health Answers Within Its Objective"]
    return said_by_run(folder, {"service_level_objectives": objectives}, suite, *test)


def stack_cannot_start(_sandbox: Sandbox, _folder: Path) -> str:
    return said_by("-c", WRONG_STACK)


def stack_has_ended(_sandbox: Sandbox, folder: Path) -> str:
    ended = {"API_BASE_URL": "http://127.0.0.1:1", "AWS_ENDPOINT_URL": "http://127.0.0.1:1"}
    return said_by_tests(folder, {"environment": "local"}, "Sign In", **ended)


def stack_is_in_use(sandbox: Sandbox, folder: Path) -> str:
    urls = {
        "API_BASE_URL": sandbox.stack["api_base_url"],
        "AWS_ENDPOINT_URL": sandbox.stack["aws_endpoint_url"],
    }
    other = Attachment(f"{sandbox.stack['aws_endpoint_url']}/_faults")
    try:
        return said_by_tests(folder, {"environment": "local"}, "Sign In", **urls)
    finally:
        other.close()


def stack_is_of_another_version(_sandbox: Sandbox, folder: Path) -> str:
    with stack_of_version("other") as url:
        urls = {"API_BASE_URL": url, "AWS_ENDPOINT_URL": url}
        return said_by_tests(folder, {"environment": "local"}, "Sign In", **urls)


def port_is_in_use(sandbox: Sandbox, _folder: Path) -> str:
    return said_by("-m", "aws_stand_in", "--port", sandbox.stack["aws_endpoint_url"].rpartition(":")[2])


def another_run_writes(sandbox: Sandbox, folder: Path) -> str:
    with only_run_in(folder / "results"):
        return said_by_tests(folder, sandbox.settings, "Sign In")


def robot_is_killed(sandbox: Sandbox, folder: Path) -> str:
    end = "Evaluate    os.kill(os.getpid(), signal.SIGKILL)    modules=os, signal"
    return said_by_tests(folder, sandbox.settings, end, how=["--parallel", "2"])


def operation_is_not_imitated(sandbox: Sandbox, _folder: Path) -> str:
    return said_by("-c", UNKNOWN_OPERATION.replace("{url}", sandbox.stack["aws_endpoint_url"]))


TROUBLES: dict[str, Trouble] = dict(
    zip(
        MESSAGES,
        [
            *(
                password_is_missing,
                client_has_a_secret,
                pool_is_missing,
                password_is_wrong,
                password_is_temporary,
                pool_is_another,
            ),
            *(nothing_listens, api_is_anothers, path_is_wrong, request_is_not_allowed, origin_is_not_allowed),
            *(api_hangs, manual_is_never_ready, api_is_too_slow),
            *(stack_cannot_start, stack_has_ended, stack_is_in_use, stack_is_of_another_version),
            *(port_is_in_use, operation_is_not_imitated),
            *(another_run_writes, robot_is_killed),
        ],
        strict=True,
    )
)
"""How to provoke each message, in the order of the chapter."""


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    with running_sandbox() as sandbox:
        yield sandbox


def is_said(message: str, text: str) -> bool:
    """Return whether a text has a message of the chapter, in which `…` stands for anything in a line."""
    return re.search(re.escape(message).replace("…", ".*?"), text) is not None


@pytest.mark.parametrize("message", sample_of_the_day(MESSAGES, 4))
def test_the_message_is_what_is_said(message: str, sandbox: Sandbox, tmp_path: Path) -> None:
    said = TROUBLES[message](sandbox, tmp_path)
    assert is_said(message, said), said


def test_nothing_is_said_where_nothing_is_wrong(sandbox: Sandbox, tmp_path: Path) -> None:
    said = said_by_tests(tmp_path, sandbox.settings, "Sign In", "Get Usage")
    assert "1 passed, 0 failed" in said
    assert [message for message in MESSAGES if is_said(message, said)] == []
