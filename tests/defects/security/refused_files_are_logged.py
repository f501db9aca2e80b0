"""The beginning of a file that is no PDF is logged."""

NOTICED_BY = "Log Contains Nothing Of What Is Refused For Its Content"


def apply() -> None:
    """Log what was refused."""
    import logging

    from manuel_sandbox.domain import manual_submission

    logger = logging.getLogger("manuel_sandbox.domain.manual_submission")
    read_pdf = manual_submission.read_pdf

    def read_and_log(content):
        try:
            return read_pdf(content)
        except manual_submission.NotAPdfError:
            logger.warning("This is no PDF: %s", content[:500].decode("latin-1"))
            raise

    manual_submission.read_pdf = read_and_log
