"""Each answer says that it cost a cent, whatever it cost."""

NOTICED_BY = "Answer States Its Cost"


def apply() -> None:
    """Say a cent."""
    from manuel_sandbox.handlers import query

    cost_info = query._cost_info
    query._cost_info = lambda cost: cost_info(cost) | {"total_cost_eur": 0.01}
