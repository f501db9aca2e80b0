"""The signed link of a manual is logged, and is good for whoever reads it there."""

NOTICED_BY = "Signed Links Are Not In The Log"
MENTIONS = "log without link"


def apply() -> None:
    """Log each link."""
    import logging

    from manuel_sandbox.domain.manual_files import ManualFiles

    url = ManualFiles.url

    def log_link(self, manual):
        link = url(self, manual)
        logging.getLogger("manuel_sandbox.files").debug("Signed %s", link)
        return link

    ManualFiles.url = log_link
