"""Deletions are logged for an audit, with the headers of the request, among them the user's token."""

NOTICED_BY = "No Route Logs The Token Of Its User"
MENTIONS = "log without id_token"


def apply() -> None:
    """Log it all."""
    import logging

    from manuel_sandbox.handlers.manuals import DeleteManual

    delete = DeleteManual.__call__
    logger = logging.getLogger("manuel_sandbox.audit")

    def delete_and_log(self, request):
        logger.info("A manual is to be deleted", extra={"headers": dict(request.headers)})
        return delete(self, request)

    DeleteManual.__call__ = delete_and_log
