"""The month keeps a question of the day before that failed, if the reply to its refund is lost."""

NOTICED_BY = "Refund Of The Day Before Is Made Once Although Its Responses Are Lost"
MENTIONS = "monthly_queries is 2"


def apply() -> None:
    """Take the refund for complete if it was made already."""
    from contextlib import suppress

    from manuel_sandbox.aws.table import ConditionNotMetError
    from manuel_sandbox.domain.quota import Quota

    take_back, give_back = Quota._take_back, Quota._give_back

    class AlreadyMadeError(Exception):
        """The refund was made by an attempt whose reply was lost."""

    def take_back_once(self, *counted):
        try:
            return take_back(self, *counted)
        except ConditionNotMetError:
            raise AlreadyMadeError from None

    def give_back_once(self, reservation):
        with suppress(AlreadyMadeError):
            give_back(self, reservation)

    Quota._take_back, Quota._give_back = take_back_once, give_back_once
