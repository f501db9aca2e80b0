"""A question is charged if all replies to its count were lost, although it was refused."""

NOTICED_BY = "Question Whose Count Is Written But Never Confirmed Is Not Charged"


def apply() -> None:
    """Give nothing back that was not confirmed."""
    from contextlib import nullcontext

    from manuel_sandbox.domain.quota import Quota

    Quota._given_back_if_unconfirmed = lambda self, *counted: nullcontext()
