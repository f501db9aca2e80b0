"""How often Python looks for garbage while suites run."""

import gc

ALLOCATIONS_BETWEEN_COLLECTIONS = 50_000


def collect_rarely() -> None:
    """Exclude what has been parsed and imported from garbage collection, and look for other garbage less often.

    Parsed suites and imported modules are needed until the end of the run; Python would look at all of them again and again.
    That takes about one twentieth of a short run's processor time.
    """
    gc.freeze()
    gc.set_threshold(ALLOCATIONS_BETWEEN_COLLECTIONS)
