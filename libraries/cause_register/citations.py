"""What a failure says of the sources that an answer cites."""

from cause_register.aws_calls import attempts_in
from cause_register.forms import Citation, Citations, NotCited, NotMentioned, UnwantedSources
from cause_register.members import TOO_LARGE, TOO_SMALL, WrongNumber

OTHERS = "expected an answer that cites the manual, got one that cites others"
PAGE = "sources.page_number"
_SEARCH = "bedrock-agent-runtime.Retrieve"


def wrong_page(failure: str) -> WrongNumber | None:
    """Return how the page is wrong of a manual that is cited, by the cited page next to the right one; else None.

    Example:
        >>> failure = "Expected an answer that cites espresso, page 7.\\nGot one that cites espresso.pdf, page 6: 'So.'"
        >>> str(wrong_page(failure))
        'sources.page_number is too small'
    """
    said = NotCited.read(failure)
    if said is None or said.page is None:
        return None
    right = said.page
    pages = [int(page) for name, page in _sources(said.got) if name == said.manual and page != "None"]
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
    said = NotCited.read(failure)
    names = [name for name, _ in _sources(said.got)] if said else []
    return said is not None and bool(names) and said.manual not in names


def citation_deviation(failure: str) -> str:
    """Return what an answer lacks, or has without need, whatever else it cites; an empty text for any other failure.

    Sources without a search come from the cache, which is a separate cause from sources that are found.

    Example:
        >>> citation_deviation("Expected an answer without sources.\\nGot one that cites oven.pdf, page 6: 'So.'")
        'expected an answer without sources, got one that has some'
        >>> citation_deviation("Expected an answer that mentions descaling.\\nGot one that cites oven.pdf, page 6: 'So.'")
        'expected an answer that mentions descaling, got another one'
    """
    unwanted = UnwantedSources.read(failure)
    if unwanted and Citations.read(unwanted.got):
        attempts = attempts_in(failure)
        is_cached = attempts is not None and _SEARCH not in {attempt.call for attempt in attempts}
        return f"expected an answer without sources, got one that has some{' from the cache' if is_cached else ''}"
    lacking = NotMentioned.read(failure)
    if lacking and Citations.read(lacking.got):
        return f"expected an answer that mentions {lacking.words}, got another one"
    return ""


def _sources(got: str) -> list[tuple[str, str]]:
    """Return name and page of each source of an answer."""
    cited = Citations.read(got)
    found = map(Citation.read, cited.sources.split("; ") if cited else ())
    return [(source.manual.removesuffix(".pdf"), source.page) for source in found if source]
