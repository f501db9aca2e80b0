"""What a failure says of the sources that an answer cites."""

import re

from cause_register.cause import UNKNOWN_CALLS
from cause_register.members import TOO_LARGE, TOO_SMALL, WrongNumber

OTHERS = "expected an answer that cites the manual, got one that cites others"
PAGE = "sources.page_number"
_CITED = re.compile(
    r"\AExpected an answer that cites (?P<name>[^\n]+?)(?:, page (?P<page>\d+))?\.\n"
    r"Got one that cites (?P<cited>[^\n]+?): ['\"]"
)
_UNWANTED = re.compile(r"\AExpected an answer without sources\.\nGot one that cites ")
_UNMENTIONED = re.compile(r"\AExpected (?P<wanted>an answer that mentions [^\n]+)\.\nGot one that cites ")
_KNOWN_CALLS = re.compile(rf"\nAWS calls of the request:\n(?!  {UNKNOWN_CALLS})")
_SEARCH = "  bedrock-agent-runtime.Retrieve attempt "
_SOURCE = re.compile(r"(?P<name>.+?)(?:\.pdf)?, page (?P<page>\d+|None)")


def wrong_page(failure: str) -> WrongNumber | None:
    """Return how the page is wrong of a manual that is cited, by the cited page next to the right one; else None.

    Example:
        >>> failure = "Expected an answer that cites espresso, page 7.\\nGot one that cites espresso.pdf, page 6: 'So.'"
        >>> str(wrong_page(failure))
        'sources.page_number is too small'
    """
    said = _CITED.match(failure)
    if said is None or said["page"] is None:
        return None
    right = int(said["page"])
    pages = [int(page) for name, page in _sources(said["cited"]) if name == said["name"] and page != "None"]
    if not pages or right in pages:
        return None
    nearest = min(pages, key=lambda page: abs(page - right))
    return WrongNumber(PAGE, TOO_SMALL if nearest < right else TOO_LARGE)


def cites_others(failure: str) -> bool:
    """Return whether an answer cites manuals, and not the one that it should.

    Example:
        >>> cites_others("Expected an answer that cites espresso.\\nGot one that cites oven.pdf, page 6: 'So.'")
        True
    """
    said = _CITED.match(failure)
    names = [name for name, _ in _sources(said["cited"])] if said else []
    return said is not None and bool(names) and said["name"] not in names


def other_answer(failure: str) -> str:
    """Return what an answer lacks, or has in vain, whatever else it cites; an empty text for any other failure.

    Sources without a search come from the cache, which is another matter than sources that are found.

    Example:
        >>> other_answer("Expected an answer without sources.\\nGot one that cites oven.pdf, page 6: 'So.'")
        'expected an answer without sources, got one that has some'
        >>> other_answer("Expected an answer that mentions descaling.\\nGot one that cites oven.pdf, page 6: 'So.'")
        'expected an answer that mentions descaling, got another one'
    """
    if _UNWANTED.match(failure):
        is_cached = _KNOWN_CALLS.search(failure) and _SEARCH not in failure
        return f"expected an answer without sources, got one that has some{' from the cache' if is_cached else ''}"
    unmentioned = _UNMENTIONED.match(failure)
    return f"expected {unmentioned['wanted']}, got another one" if unmentioned else ""


def _sources(cited: str) -> list[tuple[str, str]]:
    """Return name and page of each source."""
    return [
        (source["name"], source["page"]) for source in map(_SOURCE.fullmatch, cited.split("; ")) if source
    ]
