"""An invalid page token of the list of jobs returns the first page."""

NOTICED_BY = "Made-Up Page Token Of Jobs And Files Is Refused"
MENTIONS = "ingestion/status"


def apply() -> None:
    """Ignore it."""
    from manuel_sandbox.domain.errors import InvalidFieldError
    from manuel_sandbox.domain.library import Library

    jobs = Library.jobs

    def jobs_from_anywhere(self, owner, *, limit, next_token):
        try:
            return jobs(self, owner, limit=limit, next_token=next_token)
        except InvalidFieldError:
            return jobs(self, owner, limit=limit, next_token=None)

    Library.jobs = jobs_from_anywhere
