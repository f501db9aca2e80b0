"""Lists that come in pages."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from robot.utils import DotDict

from ManuelAPI.failures import failure

if TYPE_CHECKING:
    from requests import Response

MOST_PAGES = 100


def collect_pages(
    ask: Callable[[str | None], DotDict], member: str, limit: int, last_response: "Callable[[], Response]"
) -> list[DotDict]:
    """All entries of a list, page after page.

    Args:
        ask: Gets the page that a `next_token` leads to, the first for None.
        member: Which member of a page holds the entries.
        limit: How many entries were asked for.
        last_response: The response that the page asked for last came with, for a failure's message.

    Raises:
        AssertionError: A page is not as it should be; see the messages.
    """
    entries: list[DotDict] = []
    token: str | None = None
    for _ in range(MOST_PAGES):
        page = ask(token)
        if problem := _problem(page, member, limit):
            raise failure(f"a page of at most {limit} {member}", problem, last_response())
        entries += page[member]
        token = page.next_token
        if token is None:
            return entries
    raise failure(f"{member} to end within {MOST_PAGES} pages", "no end", last_response())


def _problem(page: DotDict, member: str, limit: int) -> str | None:
    if page["count"] != len(page[member]):
        return f"one that says it has {page['count']} and has {len(page[member])}"
    if len(page[member]) > limit:
        return f"one of {len(page[member])}"
    if not page[member] and page.next_token is not None:
        return "an empty one that is not the last"
    return None
