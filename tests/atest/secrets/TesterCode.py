"""What testers' own code does with secrets: it reads, encodes and cuts them, and writes them wherever it can."""

import base64
import json
import logging
import os
import sys
import warnings
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, quote, urlsplit

from robot.api import logger
from robot.api.types import Secret

ROBOT_LIBRARY_SCOPE = "GLOBAL"

NOTES = Path(os.environ.get("CANARY_NOTES", "."))
ENCODINGS = {
    "raw": str,
    "base64": lambda value: base64.b64encode(value.encode()).decode(),
    "base64 after one character": lambda value: base64.b64encode(b"a" + value.encode()).decode(),
    "base64 after two characters": lambda value: base64.urlsafe_b64encode(b"ab" + value.encode()).decode(),
    "url": lambda value: quote(value, safe=""),
    "json": lambda value: json.dumps({"key": value}),
    "html": lambda value: value.replace("&", "&amp;").replace('"', "&quot;"),
    "part": lambda value: value[-60:-1],
}
CONTROLS = {
    encoding: f'{encoding.title().replace(" ", "")}&"+/control/' + os.urandom(24).hex()
    for encoding in ENCODINGS
}
_secrets: dict[str, str] = {}


def record_calls_of_cognito() -> None:
    """Note each token, session and proof of the Secure Remote Password protocol, without the register of secrets."""
    from botocore.client import BaseClient

    call = BaseClient._make_api_call

    def recorded(self: Any, operation: str, parameters: dict[str, Any]) -> Any:
        answer = call(self, operation, parameters)
        groups = {**parameters, **answer}
        for group in ("AuthParameters", "ChallengeParameters", "ChallengeResponses", "AuthenticationResult"):
            for name, value in (groups.get(group) or {}).items():
                if ("TOKEN" in name.upper() and name != "TokenType") or name in PROOFS:
                    _secrets[f"{name} of {operation}"] = value
        if groups.get("Session"):
            _secrets["Session"] = groups["Session"]
        return answer

    BaseClient._make_api_call = recorded


TOKEN = "AccessToken of RespondToAuthChallenge"
PROOFS = ("SRP_A", "SECRET_BLOCK", "PASSWORD_CLAIM_SECRET_BLOCK", "PASSWORD_CLAIM_SIGNATURE")


def note(name: str, secret: Secret) -> None:
    """Note a secret that the suite holds."""
    _secrets[name] = secret.value


def note_signature_of(url: str) -> None:
    """Note the signature of a presigned URL."""
    _secrets["signature"] = parse_qs(urlsplit(url).query)["X-Amz-Signature"][0]


def note_variable(name: str) -> None:
    """Note the value of an environment variable."""
    _secrets[name] = os.environ[name]


def get_noted_secrets() -> list[str]:
    """Return the names of the secrets noted so far, and hand them over to the test that will search for them."""
    (NOTES / f"{os.getpid()}.json").write_text(json.dumps({"secrets": _secrets, "controls": CONTROLS}))
    return list(_secrets)


def spell_secret(name: str) -> str:
    """Return a secret in all encodings."""
    return "\n".join(encode(_secrets[name]) for encode in ENCODINGS.values())


def spell_some() -> str:
    """Return a password and a token in all encodings, and a control for each encoding, which is no secret."""
    controls = [ENCODINGS[encoding](value) for encoding, value in CONTROLS.items()]
    return "\n".join([*controls, spell_secret("MANUEL_TEST_PASSWORD"), spell_secret(TOKEN)])


def get_value_of(name: str) -> str:
    """Return a secret as plain text."""
    return _secrets[name]


def print_everywhere(text: str) -> None:
    """Write to all streams and loggers."""
    for stream in (sys.stdout, sys.stderr, sys.__stdout__, sys.__stderr__):
        print(text, file=stream)
    for level in (logging.DEBUG, logging.INFO, logging.WARNING, logging.ERROR, logging.CRITICAL):
        logging.getLogger("tester").log(level, "logging: %s", text)
    for level in ("TRACE", "DEBUG", "INFO", "HTML", "WARN", "ERROR"):
        logger.write(text, level)
    logger.console(text)
    warnings.warn(text, stacklevel=1)


def raise_error(text: str) -> None:
    """Fail with an error that has a cause."""
    try:
        raise LookupError(text)  # noqa: TRY301
    except LookupError as cause:
        raise ValueError(f"failed: {text}") from cause


def stack_should_not_have_the_password() -> None:
    """Fail unless the local stack and its parent run without the password, which this process has, and no command has it."""
    password = os.environ["MANUEL_TEST_PASSWORD"]
    stacks = [environment for command, environment in _processes_of_this_run() if "manuel_stack" in command]
    commands = [command for command, _ in _processes_of_this_run()]
    assert len(stacks) >= 2, commands
    assert not [environment for environment in stacks if password in environment]
    assert not [command for command in commands if password in command]
    (NOTES / "the-stack-has-no-password").touch()


def _processes_of_this_run() -> Iterator[tuple[str, str]]:
    for process in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            environment = (process / "environ").read_text(errors="replace")
            if f"CANARY_NOTES={NOTES}\0" in environment:
                yield (process / "cmdline").read_text().replace("\0", " "), environment
