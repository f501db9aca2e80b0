"""The first bytes of each file that is stored are logged."""

NOTICED_BY = "Log Contains Nothing Confidential Of Requests That Are Served"
MENTIONS = "beginning_of_a_pdf"


def apply() -> None:
    """Log them."""
    import logging

    from manuel_sandbox.domain.manual_files import ManualFiles

    store = ManualFiles.store

    def store_and_log(self, manual, content):
        logging.getLogger("manuel_sandbox.files").debug("Storing %s: %r", manual.manual_id, content[:64])
        store(self, manual, content)

    ManualFiles.store = store_and_log
