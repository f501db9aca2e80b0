"""The link of a manual is valid for a week, the longest time that S3 allows."""

NOTICED_BY = "Link Expires Within An Hour"


def apply() -> None:
    """Sign it for seven days."""
    from datetime import timedelta

    from manuel_sandbox.domain.manual_files import ManualFiles

    create = ManualFiles.__init__
    week = int(timedelta(days=7).total_seconds())
    ManualFiles.__init__ = lambda self, *, url_seconds, **parts: create(self, url_seconds=week, **parts)
