"""Each list of manuals compares every file with every other to find duplicates."""

NOTICED_BY = "List Of Six Manuals Is As Fast As A List Of One"

SECONDS_TO_COMPARE = 0.015


def apply() -> None:
    """Take the time that it takes."""
    import itertools
    import time

    from manuel_sandbox.handlers.manuals import ListManuals

    list_manuals = ListManuals.__call__

    def compare_all(self, request):
        response = list_manuals(self, request)
        for _ in itertools.product(response.body["manuals"], repeat=2):
            time.sleep(SECONDS_TO_COMPARE)
        return response

    ListManuals.__call__ = compare_all
