"""The next page of jobs begins after so many jobs, counted from the newest at that time."""

NOTICED_BY = "Pages Of Jobs Continue Where They Stopped While Jobs Come"


def apply() -> None:
    """Make the token a number."""
    from manuel_sandbox.domain.library import Library

    jobs = Library.jobs

    def jobs_from_number(self, owner, *, limit, next_token):
        first = int(bytes.fromhex(next_token)) if next_token else 0
        listed, _ = jobs(self, owner, limit=100, next_token=None)
        last = first + limit
        return listed[first:last], str(last).encode().hex() if last < len(listed) else None

    Library.jobs = jobs_from_number
