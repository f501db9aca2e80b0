"""Assertions about the fields of responses."""

from typing import Any

from robot.api.deco import keyword
from robot.utils import DotDict

from cause_register.forms import A_RESPONSE, AN_OBJECT
from ManuelAPI.client import ApiClient, body_of
from ManuelAPI.field_assertions import require_fields
from ManuelAPI.preconditions import require_judgeable


class ResponseFieldKeywords:
    """What responses contain."""

    def __init__(self, client: ApiClient) -> None:
        self._client = client

    @keyword(tags=["Response", "Assertion"])
    def response_should_have(self, **fields: Any) -> None:
        """Fail unless the JSON body of the last response has each of these fields with exactly this value.

        Args:
            fields: Values by the names of fields. A dot goes deeper, and a number picks an entry of a list:
                `services.s3.status=healthy`, `manuals.0.name=thermostat.pdf`, `historical.-1.queries=3`. The value has the
                type that the field has: `4` is a number where the field is one; `${None}` stands for null; `*` in text stands
                for anything.

        Raises:
            AssertionError: A field differs, or there is none of this name; the message says what it is instead, or what may
                have been meant.
            BlockedByCauseError: A field differs, and the operation has answered nothing but the status of this response.

        Example:
        ```robotframework
        Get Deep Health
        Response Should Have    status=healthy    services.transcribe.status=healthy
        ```
        """
        response = self._client.last_response
        try:
            require_fields(A_RESPONSE, body_of(response), fields, response)
        except AssertionError:
            require_judgeable(response)
            raise

    @keyword(tags=["Response", "Assertion"])
    def fields_should_be(self, content: DotDict, **fields: Any) -> None:
        """Fail unless an object has each of these fields with exactly this value.

        Args:
            content: What [Ask], [Get Usage] or another keyword of this library returned, or an object in it.
            fields: As for [Response Should Have].

        Raises:
            AssertionError: As for [Response Should Have].

        Example:
        ```robotframework
        ${answer} =    Ask    How do I descale it?
        Fields Should Be    ${answer}    usage.daily_used=1    sources.0.page_number=7
        ```
        """
        require_fields(AN_OBJECT, content, fields, self._client.last_response)
