"""The sources of answers."""

import io
import logging
from collections.abc import Iterator
from typing import Any

from robot.api.deco import keyword
from robot.utils import DotDict

from cause_register.forms import AN_ANSWER, FINDING, Unmet, WithoutMember
from ManuelAPI.keywords.links import LinkKeywords

COMPARED_CHARACTERS = 40
"""A passage may go on onto the next page; its beginning is on its own."""


class SourceKeywords:
    """Keywords that compare the sources of an answer with the manuals that they name."""

    def __init__(self, links: LinkKeywords) -> None:
        self._links = links

    @keyword(tags=["Question", "Assertion"])
    def sources_should_quote_their_manuals(self, answer: DotDict, *manuals: DotDict) -> None:
        """Fail unless each source of an answer is a passage of the manual and the page that it names, and its link leads there.

        Every source counts, not only the first. The text is compared without regard to white space.

        Args:
            answer: What [Ask] or [Ask By Voice] returned.
            manuals: The manuals of the user, as [Have Manual] returned them; each must be cited.

        Raises:
            AssertionError: A source names another manual, its link leads elsewhere, or its page does not have the passage; or a
                manual is not cited. The message lists all that is wrong.

        Example:
        ```robotframework
        ${manual} =    Have Manual    coffee-machine.pdf
        ${answer} =    Ask    How do I descale it?
        Sources Should Quote Their Manuals    ${answer}    ${manual}
        ```
        """
        names = {manual.manual_id: manual.file_name for manual in manuals}
        wrong = [
            f"source {number}, {source.manual_name}, page {source.page_number}: {problem}"
            for number, source in enumerate(answer.sources)
            for problem in self._problems(source, names)
        ]
        cited = {source.pdf_id for source in answer.sources}
        wrong += [f"no source: {name}" for manual_id, name in names.items() if manual_id not in cited]
        if wrong:
            listed = "".join(f"{FINDING}{each}" for each in wrong)
            expected = f"sources that quote {', '.join(names.values())}, each on the page that it names"
            got = "some that differ" if answer.sources else str(WithoutMember(AN_ANSWER, "sources"))
            raise AssertionError(str(Unmet(expected, f"{got}:{listed}")))

    def _problems(self, source: Any, names: dict[str, str]) -> Iterator[str]:
        if names.get(source.pdf_id) != source.manual_name:
            yield f"its id is that of {names.get(source.pdf_id, 'no manual of this user')}"
        if source.pdf_url is None:
            yield "it has no link"
            return
        pages = _pages_of(self._links.open_link(source.pdf_url).content)
        beginning = _without_spaces(source.chunk_text)[:COMPARED_CHARACTERS]
        found = [number for number, page in enumerate(pages, start=1) if beginning in page]
        if source.page_number not in found:
            where = f"on page {', '.join(map(str, found))}" if found else "nowhere"
            yield f"the file that its link points to has {source.chunk_text[:COMPARED_CHARACTERS]!r} {where}"


def _pages_of(content: bytes) -> list[str]:
    from pypdf import PdfReader

    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    return [_without_spaces(page.extract_text()) for page in PdfReader(io.BytesIO(content)).pages]


def _without_spaces(text: str) -> str:
    return "".join(text.split())
