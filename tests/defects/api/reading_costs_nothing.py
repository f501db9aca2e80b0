"""Only the tokens that the model has written are paid for."""

NOTICED_BY = "Cost Of An Answer Follows From Its Tokens"


def apply() -> None:
    """Read for nothing."""
    from decimal import Decimal

    from manuel_sandbox.domain import costs

    costs.EUR_PER_INPUT_TOKEN = Decimal()
