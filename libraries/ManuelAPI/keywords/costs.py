"""What answers cost."""

from collections.abc import Sequence
from typing import Any

from robot.api.deco import keyword

from cause_register.forms import DIFFERENT_NUMBERS_OF_TOKENS
from ManuelAuth.identity import current_identity
from ManuelEnvironment import current_environment

ROUNDING_EUR = 0.000_001
"""Costs are exact to a millionth of a euro."""


class CostKeywords:
    """Keywords that check costs without knowing the prices, which are a matter of the model and the region."""

    @keyword(tags=["Usage", "Assertion"])
    def costs_should_follow_from_tokens(self, *answers: Any) -> None:
        """Fail unless one price per token read and one per token written explain the costs of all answers.

        A token that is written must cost at least as much as one that is read, as it does with every model of Bedrock, so that
        exchanged prices are noticed.

        Args:
            answers: Three answers or more with different numbers of tokens, none of them from the cache. With long questions and
                long answers among them, rounding matters less.

        Raises:
            AssertionError: No prices explain the costs, or a token that is written costs less than one that is read.
            ValueError: The answers are too few, or too much alike to tell the two prices apart.

        Example:
        ```robotframework
        ${short} =    Ask    How?
        ${longer} =    Ask    How do I descale the coffee machine?
        ${longest} =    Ask    How do I descale the coffee machine, and how often, and with what?
        Costs Should Follow From Tokens    ${short}    ${longer}    ${longest}
        ```
        """
        costs = [answer["cost_info"] for answer in answers]
        price_read, price_written = _prices(costs)
        listed = "\n".join(f"  {_describe(cost)}" for cost in costs)
        if not 0 < price_read <= price_written:
            raise AssertionError(
                "Expected output tokens to cost at least as much as input tokens, and both more than 0.\n"
                f"Got {price_written:.8f} and {price_read:.8f} EUR, from these costs:\n{listed}"
            )
        wrong = [each for each in costs if abs(_deviation(each, price_read, price_written)) > ROUNDING_EUR]
        if wrong:
            raise AssertionError(
                "Expected costs of one price per token read and one per token written.\n"
                f"Got {len(wrong)} that {price_read:.8f} and {price_written:.8f} EUR do not explain, among these:\n{listed}"
            )

    @keyword(tags=["Usage"])
    def add_copies_of_last_cost(self, copies: int) -> None:
        """Write copies of the current user's last cost to the usage table, as if the same question had been asked again.

        The user must have been answered this month. Needs the capability `aws-inspection`.

        Args:
            copies: How many rows to add; they differ in the end of their `date` only.

        Raises:
            AssertionError: The table has no cost of this user.

        Example:
        ```robotframework
        Ask    How do I descale it?
        Add Copies Of Last Cost    120
        ```
        """
        environment = current_environment()
        table, dynamodb = environment.resource_name("usage_table"), environment.aws_client("dynamodb")
        last = _last_cost(dynamodb, table)
        numbered = [
            {**last, "date": {"S": f"{last['date']['S']}~{number}"}} for number in range(1, copies + 1)
        ]
        for row in numbered:
            dynamodb.put_item(TableName=table, Item=row)


def _last_cost(dynamodb: Any, table: str) -> dict[str, Any]:
    identity = current_identity()
    if identity is None:
        raise AssertionError("Nobody is signed in whose costs could be copied: call Sign In first.")
    user = f"cost#{identity.user_id}"
    found = dynamodb.query(
        TableName=table,
        KeyConditionExpression="user_id = :user",
        ExpressionAttributeValues={":user": {"S": user}},
        ScanIndexForward=False,
        Limit=1,
    )["Items"]
    if not found:
        raise AssertionError(
            f"Expected an item for {user} in table {table}.\nGot none.\n"
            "Hint: did this user get an answer, and does the row have this key (docs/aws-resources.md)?"
        )
    row: dict[str, Any] = found[0]
    return row


def _prices(costs: Sequence[Any]) -> tuple[float, float]:
    """Return the prices of a token read and of one written that fit best, by the method of least squares."""
    read = [cost["input_tokens"] for cost in costs]
    written = [cost["output_tokens"] for cost in costs]
    total = [cost["total_cost_eur"] for cost in costs]
    both = _product(read, written)
    determinant = _product(read, read) * _product(written, written) - both**2
    if len(costs) <= 2 or not determinant:  # noqa: PLR2004 - two answers have always two prices
        raise ValueError(
            f"Costs Should Follow From Tokens needs three answers with {DIFFERENT_NUMBERS_OF_TOKENS}."
        )
    of_read, of_written = _product(read, total), _product(written, total)
    return (
        (of_read * _product(written, written) - of_written * both) / determinant,
        (of_written * _product(read, read) - of_read * both) / determinant,
    )


def _product(some: Sequence[float], others: Sequence[float]) -> float:
    return sum(one * other for one, other in zip(some, others, strict=True))


def _deviation(cost: Any, price_read: float, price_written: float) -> float:
    expected = cost["input_tokens"] * price_read + cost["output_tokens"] * price_written
    return float(cost["total_cost_eur"] - expected)


def _describe(cost: Any) -> str:
    return f"{cost['input_tokens']} tokens read, {cost['output_tokens']} written: {cost['total_cost_eur']:.6f} EUR"
