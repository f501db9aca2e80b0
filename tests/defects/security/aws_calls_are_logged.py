"""The log has the bodies of calls to AWS, at the lowest level."""

NOTICED_BY = "Log Contains Nothing Confidential Of Requests That Are Served"
MENTIONS = "question"


def apply() -> None:
    """Let libraries log at every level."""
    import logging

    from manuel_sandbox import logs

    configure = logs.configure_logging

    def configure_all(level, **options):
        configure(level, **options)
        logging.getLogger("botocore").setLevel(level)

    logs.configure_logging = configure_all
