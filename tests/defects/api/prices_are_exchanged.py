"""A token that is read costs what one that is written should, and the other way round."""

NOTICED_BY = "Cost Of An Answer Follows From Its Tokens"


def apply() -> None:
    """Exchange the prices."""
    from manuel_sandbox.domain import costs

    costs.EUR_PER_INPUT_TOKEN, costs.EUR_PER_OUTPUT_TOKEN = (
        costs.EUR_PER_OUTPUT_TOKEN,
        costs.EUR_PER_INPUT_TOKEN,
    )
