"""What a test with a template says of the iterations that were skipped, where Robot Framework says nothing of them.

Robot Framework passes such a test if an iteration has passed, and gives no reason if all were skipped (User Guide, "Skipping
iterations").
"""

from collections.abc import Iterator
from typing import Any

from robot import result, running

from cause_register.report import blocking_reason


def tell_skipped_iterations(data: running.TestCase, result: result.TestCase) -> None:
    """Skip a test of which an iteration was blocked and none has failed, and say why the iterations were skipped.

    A test that has passed without those that were skipped for another reason remains one that has passed.
    """
    iterations = [*_iterations(result)] if data.template and not result.failed else []
    reasons = [each.message for each in iterations if each.skipped]
    blocked = [reason for reason in reasons if blocking_reason(reason) is not None]
    if not (blocked or (result.skipped and reasons)):
        return
    what = "could not be judged" if blocked else "were skipped"
    count = f"{len(blocked or reasons)} of {len(iterations)} iterations of the template {what}."
    first, _, details = (blocked or reasons)[0].partition("\n")
    result.status = result.SKIP
    result.message = "\n".join(filter(None, (first, count, details)))


def _iterations(part: Any) -> Iterator[result.Keyword]:
    """Yield the keywords that a test has run, also those in its loops and conditions."""
    for item in part.body:
        if item.type == item.KEYWORD:
            if not item.not_run:
                yield item
        elif item.type != item.MESSAGE:
            yield from _iterations(item)
