"""The list of jobs reads the manual of each job."""

NOTICED_BY = "List Makes As Many AWS Calls For Six Manuals As For One"


def apply() -> None:
    """Read them."""
    from manuel_sandbox.domain.library import Library

    jobs = Library.jobs

    def jobs_with_manuals(self, owner, *, limit, next_token):
        listed, token = jobs(self, owner, limit=limit, next_token=next_token)
        for job in listed:
            self.find(owner, job.manual_id)
        return listed, token

    Library.jobs = jobs_with_manuals
