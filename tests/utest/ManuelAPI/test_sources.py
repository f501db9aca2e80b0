"""Sources that quote their manuals."""

from pathlib import Path
from typing import Any

import pytest
from robot.utils import DotDict
from werkzeug.wrappers import Response

from ManuelAPI import ManuelAPI

MANUAL = Path(__file__).parents[3] / "resources" / "data" / "manuals" / "thermostat.pdf"
FIRMWARE_PAGE = 4


@pytest.fixture
def keywords(api: Any, use_environment: Any) -> ManuelAPI:
    use_environment(api_base_url=api.url)
    api.answer = lambda _: Response(MANUAL.read_bytes(), content_type="application/pdf")
    return ManuelAPI()


def passage(page: int) -> str:
    from pypdf import PdfReader

    return PdfReader(MANUAL).pages[page - 1].extract_text()[:200]


def source(api: Any, **changes: Any) -> DotDict:
    right = {
        "pdf_id": "1",
        "manual_name": "thermostat.pdf",
        "page_number": FIRMWARE_PAGE,
        "chunk_text": passage(FIRMWARE_PAGE),
        "pdf_url": f"{api.url}/thermostat.pdf",
    }
    return DotDict(right | changes)


THERMOSTAT = DotDict(manual_id="1", file_name="thermostat.pdf")
KETTLE = DotDict(manual_id="2", file_name="kettle.pdf")


def test_right_sources_are_accepted(api: Any, keywords: ManuelAPI) -> None:
    answer = DotDict(sources=[source(api), source(api)])
    keywords.sources_should_quote_their_manuals(answer, THERMOSTAT)


@pytest.mark.parametrize(
    ("changes", "problem"),
    [
        ({"page_number": 1}, f"source 1, thermostat.pdf, page 1: .* on page {FIRMWARE_PAGE}"),
        ({"chunk_text": "Boil water."}, "'Boil water.' nowhere"),
        ({"pdf_id": "2"}, "its id is that of kettle.pdf"),
        ({"pdf_id": "3"}, "its id is that of no manual of this user"),
        ({"pdf_url": None}, "source 1, thermostat.pdf, page 4: it has no link"),
    ],
)
def test_a_wrong_source_after_the_first_fails(
    api: Any, keywords: ManuelAPI, changes: dict[str, Any], problem: str
) -> None:
    answer = DotDict(sources=[source(api), source(api, **changes)])
    with pytest.raises(AssertionError, match=problem):
        keywords.sources_should_quote_their_manuals(answer, THERMOSTAT, KETTLE)


def test_a_manual_that_is_not_cited_fails(api: Any, keywords: ManuelAPI) -> None:
    with pytest.raises(AssertionError, match=r"no source: kettle\.pdf"):
        keywords.sources_should_quote_their_manuals(DotDict(sources=[source(api)]), THERMOSTAT, KETTLE)
