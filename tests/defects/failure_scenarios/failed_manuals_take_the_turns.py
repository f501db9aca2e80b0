"""A list asks about the first few manuals that are not ready, also about those that have failed."""

NOTICED_BY = "Waiting Manual Is Indexed However Many Newer Ones Have Failed"


def apply() -> None:
    """Give a turn to each that is not ready."""
    import itertools

    from manuel_sandbox.domain.ingestion import MOST_FOLLOWED_AT_A_TIME, Ingestion

    def follow(self, manuals):
        turns = itertools.count()
        return [
            self.follow_one(manual)
            if manual.status != "ready" and next(turns) < MOST_FOLLOWED_AT_A_TIME
            else manual
            for manual in manuals
        ]

    Ingestion.follow = follow
