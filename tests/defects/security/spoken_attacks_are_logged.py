"""What was said is logged if it is refused."""

NOTICED_BY = "Spoken Attack Is Not In The Log"
MENTIONS = "question"


def apply() -> None:
    """Log it."""
    import logging

    from manuel_sandbox.domain.errors import InvalidFieldError
    from manuel_sandbox.handlers.query import Query

    acceptable = Query._acceptable

    def acceptable_or_logged(self, question, field):
        try:
            return acceptable(self, question, field)
        except InvalidFieldError:
            if field == "file_data":
                logging.getLogger("manuel_sandbox.query").info("Refused: %s", question)
            raise

    Query._acceptable = acceptable_or_logged
