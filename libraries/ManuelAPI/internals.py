"""Internal details in responses: what no response may reveal."""

import re
from typing import TYPE_CHECKING

from ManuelAPI.violations import DISCLOSES, Violation, header_violation
from ManuelEnvironment import current_environment
from ManuelEnvironment.resource_names import known_resource_names

if TYPE_CHECKING:
    from requests import Response

INTERNALS = {
    "a stack trace": r"Traceback|File \"[^\"]+\", line \d+|\bat \w+[\w.$]*\([\w.]+:\d+\)",
    "the name of an exception": r"\b[A-Z]\w+(?:Error|Exception)\b",
    "the text of an AWS error": r"An error occurred \(|\brequest id: ",
    "an ARN": r"\barn:aws[\w-]*:",
    "an address in S3": r"\bs3://",
    # within a hexadecimal id, twelve digits are none; after an escape of JSON or of a URL they are
    "an AWS account": r"(?:(?<![0-9A-Za-z-])|(?<=\\[nrt])|(?<=\\u[0-9A-Fa-f]{4})|(?<=%[0-9A-Fa-f]{2}))\d{12}(?![0-9A-Za-z-])",
    "an access key": r"\bA[KS]IA[A-Z0-9]{16}\b",
    "the name of a resource": r"\bmanuel-(?:usage|rate-limits|error|manuals|audio)\b",
    "the path of a file": r"/(?:var|usr|home|opt|tmp|root|etc|work)/\w|site-packages|\bnode_modules\b|\.py\b",
    "a library": r"\b(?:boto3?|botocore|pydantic|pypdf|urllib3|werkzeug|jinja|psycopg|sqlalchemy)\b",
    "a database's words": r"\bSQL(?:STATE| syntax)|ORA-\d{5}|ConditionalCheckFailed|ValidationException",
    "an internal address": r"\b(?:127|10)(?:\.\d{1,3}){3}\b|\b192\.168(?:\.\d{1,3}){2}\b|\blocalhost\b|\.internal\b",
    "a token": r"\beyJ[\w-]{10,}",
}
SERVER = "Server"
REVEALING_HEADERS = (
    SERVER,
    "X-Powered-By",
    "X-AspNet-Version",
    "X-AspNetMvc-Version",
    "X-Runtime",
    "X-Backend-Server",
)
VERSION = re.compile(r"\d")
LINK_TO_MANUAL = re.compile(r'"pdf_url"\s*:\s*"[^"]*"')
"""A link that is meant to point to a bucket."""


def revealed_internals(response: "Response") -> list[str]:
    """Return the internal details that the body of a response reveals, except in its links to manuals, a line each."""
    text = LINK_TO_MANUAL.sub("", response.text)
    by_pattern = [
        f"{what}: {match.group()!r}"
        for what, pattern in INTERNALS.items()
        if (match := re.search(pattern, text))
    ]
    return by_pattern + [f"the resource {name!r}" for name in _resource_names() if name in text]


def revealing_headers(response: "Response") -> list[Violation]:
    """Return a violation for each header that says what the backend is made of: `Server` with a version, and some others."""
    present = [name for name in REVEALING_HEADERS if name in response.headers]
    revealing = [name for name in present if name != SERVER or VERSION.search(response.headers[name])]
    return [
        header_violation(name, f"header {name} is {response.headers[name]!r}", DISCLOSES)
        for name in revealing
    ]


def _resource_names() -> list[str]:
    environment = current_environment()
    stack = environment.stack
    if stack is None:
        return known_resource_names(environment.settings)
    public = (stack.api_base_url, stack.region, stack.stage)
    return [name for name in stack.names() if name not in public]
