"""A page of jobs counts all jobs instead of its own."""

NOTICED_BY = "Each Page Counts What It Has"
MENTIONS = "with count=1"


def apply() -> None:
    """Count what other pages have as well."""
    from manuel_sandbox.domain.library import Library

    jobs = Library.jobs

    class CountedPage(list):
        whole = 0

        def __len__(self):
            return self.whole

    def page_of_all(self, owner, *, limit, next_token):
        page, token = jobs(self, owner, limit=limit, next_token=next_token)
        counted = CountedPage(page)
        counted.whole = len(jobs(self, owner, limit=100, next_token=None)[0])
        return counted, token

    Library.jobs = page_of_all
