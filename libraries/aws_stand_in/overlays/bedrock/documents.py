"""Text from documents, page by page, and chunks from text.

It reads PDF, plain text, Markdown, CSV and HTML. Bedrock also reads Office files; here their ingestion fails, and
the job says so. A chunk never spans two pages, so that its page number is true.
"""

import hashlib
import io
from collections import OrderedDict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html.parser import HTMLParser
from pathlib import PurePosixPath
from threading import Lock

from aws_stand_in.overlays.bedrock import text

LARGEST_DOCUMENT_BYTES = 50 * 1024 * 1024
DEFAULT_CHUNK_TOKENS = 300
DEFAULT_OVERLAP_PERCENT = 20
_REMEMBERED_DOCUMENTS = 64


class UnreadableDocumentError(Exception):
    """The document's text cannot be read; the message says why."""


@dataclass(frozen=True, slots=True)
class DocumentPage:
    """Text of one page; `number` is None for formats without pages."""

    number: int | None
    text: str


@dataclass(frozen=True, slots=True)
class Chunk:
    """A piece of text that is found and cited as a whole."""

    page: int | None
    text: str


@dataclass(frozen=True, slots=True)
class Chunking:
    """How text is cut into chunks, always at the end of a sentence.

    Attributes:
        tokens: About how many tokens a chunk has; None keeps each page (or a document without pages) in one piece.
        overlap_percent: How much of a chunk the next one repeats.
    """

    tokens: int | None = DEFAULT_CHUNK_TOKENS
    overlap_percent: int = DEFAULT_OVERLAP_PERCENT

    def chunks(self, pages: Sequence[DocumentPage]) -> list[Chunk]:
        """Cut pages into chunks, leaving out those without text."""
        return [
            Chunk(page.number, piece) for page in pages for piece in self._pieces(page.text) if piece.strip()
        ]

    def _pieces(self, page_text: str) -> Iterator[str]:
        if self.tokens is None:
            yield page_text
            return
        piece: list[str] = []
        for sentence in text.sentences(page_text):
            if piece and text.count_tokens(" ".join((*piece, sentence))) > self.tokens:
                yield " ".join(piece)
                piece = self._overlap(piece)
            piece.append(sentence)
        yield " ".join(piece)

    def _overlap(self, piece: list[str]) -> list[str]:
        room = (self.tokens or 0) * self.overlap_percent // 100
        kept: list[str] = []
        for sentence in reversed(piece):
            room -= text.count_tokens(sentence)
            if room < 0:
                break
            kept.insert(0, sentence)
        return kept


_remembered: OrderedDict[tuple[bytes, str], tuple[DocumentPage, ...]] = OrderedDict()
_remembering = Lock()


def read_pages(content: bytes, suffix: str) -> tuple[DocumentPage, ...]:
    """Read the pages of a document, which are cached for the most recent documents by the hash of their content.

    Args:
        content: The file.
        suffix: Its extension in lower case, with the dot.

    Raises:
        UnreadableDocumentError: The format is unknown, or the file is damaged, encrypted, empty or larger than 50 MB.
    """
    if len(content) > LARGEST_DOCUMENT_BYTES:
        raise UnreadableDocumentError("The file is larger than the maximum of 50 MB.")
    identity = (hashlib.sha256(content).digest(), suffix)
    with _remembering:
        if identity not in _remembered:
            _remembered[identity] = _read(content, suffix)
        _remembered.move_to_end(identity)
        if len(_remembered) > _REMEMBERED_DOCUMENTS:
            _remembered.popitem(last=False)
        return _remembered[identity]


def _read(content: bytes, suffix: str) -> tuple[DocumentPage, ...]:
    readers = {
        ".pdf": _pdf_pages,
        ".txt": _plain_pages,
        ".md": _plain_pages,
        ".csv": _plain_pages,
        ".html": _html_pages,
        ".htm": _html_pages,
    }
    if suffix not in readers:
        raise UnreadableDocumentError(f"The file format {suffix or 'without extension'} is not supported.")
    pages = tuple(readers[suffix](content))
    if not any(page.text.strip() for page in pages):
        raise UnreadableDocumentError("The file has no text.")
    return pages


def suffix_of(key: str) -> str:
    """Return the extension of an object key: `.pdf`."""
    return PurePosixPath(key).suffix.lower()


def _pdf_pages(content: bytes) -> Iterator[DocumentPage]:
    from pypdf import PdfReader
    from pypdf.errors import PyPdfError

    try:
        for number, page in enumerate(PdfReader(io.BytesIO(content)).pages, start=1):
            yield DocumentPage(number, page.extract_text())
    except (PyPdfError, ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise UnreadableDocumentError(f"The file is not a readable PDF: {error}") from error


def _plain_pages(content: bytes) -> Iterator[DocumentPage]:
    try:
        yield DocumentPage(None, content.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise UnreadableDocumentError(f"The file is not UTF-8 text: {error}") from error


def _html_pages(content: bytes) -> Iterator[DocumentPage]:
    collector = _HtmlText()
    for page in _plain_pages(content):
        collector.feed(page.text)
    yield DocumentPage(None, "".join(collector.parts))


class _HtmlText(HTMLParser):
    _INVISIBLE = ("script", "style", "head")
    _BLOCKS = ("p", "div", "li", "h1", "h2", "h3", "h4", "tr", "br", "section")

    def __init__(self) -> None:
        super().__init__()
        self.parts: list[str] = []
        self._hidden = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002 - base class
        self._hidden += tag in self._INVISIBLE
        if tag in self._BLOCKS:
            self.parts.append("\n\n")

    def handle_endtag(self, tag: str) -> None:
        self._hidden -= tag in self._INVISIBLE

    def handle_data(self, data: str) -> None:
        if not self._hidden:
            self.parts.append(data)
