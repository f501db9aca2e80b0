"""Each answer costs a fee beside its tokens."""

NOTICED_BY = "Cost Of An Answer Follows From Its Tokens"


def apply() -> None:
    """Add a fee."""
    from decimal import Decimal

    from manuel_sandbox.domain import costs, knowledge

    model_cost = costs.model_cost
    knowledge.model_cost = lambda read, written: model_cost(read, written) + Decimal("0.0005")
