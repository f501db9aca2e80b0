"""The lists of manuals and files ask Bedrock about every job that runs, however many there are."""

NOTICED_BY = "Lists Of Manuals And Files Ask For As Many Running Jobs Of Eight As Of Seven"


def apply() -> None:
    """Start a few jobs at a time, and follow all that have begun."""
    import itertools

    from manuel_sandbox.domain.ingestion import MOST_FOLLOWED_AT_A_TIME, Ingestion

    def follow(self, manuals):
        turns = itertools.count()
        return [
            self.follow_one(manual)
            if manual.status == "processing" and (manual.job_id or next(turns) < MOST_FOLLOWED_AT_A_TIME)
            else manual
            for manual in manuals
        ]

    Ingestion.follow = follow
