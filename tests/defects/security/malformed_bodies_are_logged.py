"""A body that is not JSON is logged."""

NOTICED_BY = "Log Contains Nothing Confidential Of Requests That Are Refused Or Fail"
MENTIONS = "question"


def apply() -> None:
    """Log what was refused."""
    import logging

    from manuel_sandbox.handlers import api

    parse = api.parse_object

    def parse_and_log(body):
        try:
            return parse(body)
        except Exception:
            logging.getLogger("manuel_sandbox").info("Not JSON: %s", body[:300].decode(errors="replace"))
            raise

    api.parse_object = parse_and_log
