"""What no response may reveal."""

from robot.api.deco import keyword

from cause_register.forms import WITHOUT_INTERNALS
from ManuelAPI.client import ApiClient
from ManuelAPI.failures import failure
from ManuelAPI.internals import revealed_internals, revealing_headers
from ManuelAPI.violations import DISCLOSES, PHRASES


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

        The presigned links to manuals, `pdf_url`, are left out: each necessarily names a bucket.

        Raises:
            AssertionError: It does; the message lists what was found.

        Example:
        ```robotframework
        Send Request    POST    /api/query    body={"question":    status=400
        Response Should Reveal Nothing
        ```
        """
        response = self._client.last_response
        if found := revealed_internals(response):
            raise failure(f"a response {WITHOUT_INTERNALS}", found, response)
        if revealing := revealing_headers(response):
            expected = f"no header {revealing[0].headers[0]} that {PHRASES[DISCLOSES]}"
            raise failure(expected, revealing[0].message, response)
