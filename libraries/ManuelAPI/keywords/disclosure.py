"""What no response may reveal."""

import re
from typing import TYPE_CHECKING

from robot.api.deco import keyword

from ManuelAPI.client import ApiClient
from ManuelAPI.failures import failure
from ManuelEnvironment import current_environment
from ManuelEnvironment.resource_names import known_resource_names

if TYPE_CHECKING:
    from requests import Response

INSIDES = {
    "a stack trace": r"Traceback|File \"[^\"]+\", line \d+|\bat \w+[\w.$]*\([\w.]+:\d+\)",
    "the name of an exception": r"\b[A-Z]\w+(?:Error|Exception)\b",
    "the text of an AWS error": r"An error occurred \(|\brequest id: ",
    "an ARN": r"\barn:aws[\w-]*:",
    "an address in S3": r"\bs3://",
    "an AWS account": r"(?<![\d-])\d{12}(?![\d-])",
    "an access key": r"\bA[KS]IA[A-Z0-9]{16}\b",
    "the name of a resource": r"\bmanuel-(?:usage|rate-limits|error|manuals|audio)\b",
    "the path of a file": r"/(?:var|usr|home|opt|tmp|root|etc|work)/\w|site-packages|\bnode_modules\b|\.py\b",
    "a library": r"\b(?:boto3?|botocore|pydantic|pypdf|urllib3|werkzeug|jinja|psycopg|sqlalchemy)\b",
    "a database's words": r"\bSQL(?:STATE| syntax)|ORA-\d{5}|ConditionalCheckFailed|ValidationException",
    "an internal address": r"\b(?:127|10)(?:\.\d{1,3}){3}\b|\b192\.168(?:\.\d{1,3}){2}\b|\blocalhost\b|\.internal\b",
    "a token": r"\beyJ[\w-]{10,}",
}
TELLING_HEADERS = (
    "X-Powered-By",
    "X-AspNet-Version",
    "X-AspNetMvc-Version",
    "X-Runtime",
    "X-Backend-Server",
)
VERSION = re.compile(r"\d")


class DisclosureKeywords:
    """Keywords that look for internal details in responses."""

    def __init__(self, client: ApiClient) -> None:
        self._client = client

    @keyword(tags=["Response", "Assertion"])
    def response_should_reveal_nothing(self) -> None:
        """Fail if the last response reveals internal details (CWE-209, CWE-497; OWASP ASVS 16.5.1).

        In the body the keyword looks for stack traces, exceptions, ARNs, buckets, tables, accounts, keys, hosts, paths, libraries
        and tokens, and for the names of this environment's resources, if they are known. In the headers it looks for `Server`
        with a version, and for the headers that OWASP's Secure Headers Project lists for removal. It ignores `Via`, which
        CloudFront, and therefore an edge-optimised API of API Gateway, adds to every response.

        A response with a presigned link necessarily names a bucket: the keyword is not meant for such a response.

        Raises:
            AssertionError: It does; the message lists what was found.

        Example:
        ```robotframework
        Send Request    POST    /api/query    body={"question":    status=400
        Response Should Reveal Nothing
        ```
        """
        response = self._client.last_response
        found = [*_found_in_text(response.text), *_found_in_headers(response)]
        if found:
            raise failure("a response without internal details", found, response)


def _found_in_text(text: str) -> list[str]:
    by_pattern = [
        f"{what}: {match.group()!r}"
        for what, pattern in INSIDES.items()
        if (match := re.search(pattern, text))
    ]
    return by_pattern + [f"the resource {name!r}" for name in _resource_names() if name in text]


def _found_in_headers(response: "Response") -> list[str]:
    telling = [
        f"header {name}: {response.headers[name]}" for name in TELLING_HEADERS if name in response.headers
    ]
    server = response.headers.get("Server", "")
    return telling + ([f"header Server: {server}"] if VERSION.search(server) else [])


def _resource_names() -> list[str]:
    environment = current_environment()
    stack = environment.stack
    if stack is None:
        return known_resource_names(environment.settings)
    public = (stack.api_base_url, stack.region, stack.stage)
    return [value for value in stack.to_json().values() if value not in public]
