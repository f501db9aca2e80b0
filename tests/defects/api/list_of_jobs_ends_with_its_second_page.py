"""The second page of a list of jobs is said to be the last one."""

NOTICED_BY = "Jobs And Files Are Listed Page By Page"


def apply() -> None:
    """Forget the next token."""
    from manuel_sandbox.domain.library import Library

    jobs = Library.jobs

    def two_pages(self, owner, *, limit, next_token):
        found, following = jobs(self, owner, limit=limit, next_token=next_token)
        return found, following if next_token is None else None

    Library.jobs = two_pages
