"""Whose an event of a log group is.

Stream names: AWS Lambda Developer Guide, "Configuring CloudWatch log groups".
"""

import pytest

from ServerlessApplication.function_log import _is_of

OWN_GROUP = "/aws/lambda/price"


@pytest.mark.parametrize(
    ("stream", "group", "is_of_price"),
    [
        ("2026/11/29/[$LATEST]0a1b", OWN_GROUP, True),
        ("2026/11/29/fetch[$LATEST]0a1b", OWN_GROUP, False),
        ("2026/11/29/price[$LATEST]0a1b", "shared", True),
        ("2026/11/29/fetch[$LATEST]0a1b", "shared", False),
        ("2026/11/29/best-price[$LATEST]0a1b", "shared", False),
        ("2026/11/29/[$LATEST]0a1b", "/aws/lambda/fetch", False),
    ],
)
def test_an_event_is_of_the_function_that_its_stream_names_or_else_its_group(
    stream: str, group: str, is_of_price: bool
) -> None:
    assert _is_of({"logStreamName": stream}, "price", group) is is_of_price
