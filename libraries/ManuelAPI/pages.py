"""Lists that the API returns in pages."""

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
    """Return all entries of a list, page after page.

    Args:
        ask: Returns the page for a `next_token`; the first page for None.
        member: The member of a page that holds the entries.
        limit: How many entries a page may have at most.
        last_response: Returns the response of the last page, for the failure message.

    Raises:
        AssertionError: A page has the wrong number of entries, or the pages do not end.
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
    raise failure(f"{member} on at most {MOST_PAGES} pages", "more pages", last_response())


def _problem(page: DotDict, member: str, limit: int) -> str | None:
    if page["count"] != len(page[member]):
        return f"a page with count {page['count']} and {len(page[member])} entries"
    if len(page[member]) > limit:
        return f"a page of {len(page[member])}"
    if not page[member] and page.next_token is not None:
        return "an empty page that is not the last one"
    return None
