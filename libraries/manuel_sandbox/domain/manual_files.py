"""The PDFs of the manuals, and their bucket."""

import io
import json
import logging
import math
from dataclasses import dataclass
from urllib.parse import quote

from manuel_sandbox.aws.clients import AwsClients
from manuel_sandbox.aws.dependency import Dependency
from manuel_sandbox.domain.library import Manual

PDF = "application/pdf"
SIGNATURE = b"%PDF-"
WORDS_A_CHUNK = 225  # the knowledge base's default of about 300 tokens (Amazon Bedrock User Guide, "How content chunking works")

logging.getLogger("pypdf").setLevel(logging.CRITICAL)


class NotAPdfError(ValueError):
    """A file is not a readable PDF; the message is for people."""


@dataclass(frozen=True, slots=True)
class PdfFacts:
    """Facts about a PDF.

    Attributes:
        chunks: The approximate number of passages into which its text is divided for searching.
    """

    pages: int
    chunks: int


def read_pdf(content: bytes) -> PdfFacts:
    """Return facts about a PDF.

    Raises:
        NotAPdfError: The file is not a PDF, or it is damaged, empty or protected by a password.
    """
    from pypdf.errors import PyPdfError

    if not content.startswith(SIGNATURE):
        raise NotAPdfError("it is not a PDF")
    try:
        words = _words_on_pages(content)
    except (PyPdfError, ValueError, TypeError, KeyError, AttributeError, IndexError, RecursionError, OSError):
        raise NotAPdfError("it is damaged") from None
    if words is None:
        raise NotAPdfError("it is protected by a password")
    if not words:
        raise NotAPdfError("it has no pages")
    return PdfFacts(pages=len(words), chunks=sum(math.ceil(count / WORDS_A_CHUNK) for count in words))


def _words_on_pages(content: bytes) -> list[int] | None:
    """Return the number of words on each page, or None if the file is protected by a password."""
    from pypdf import PdfReader

    reader = PdfReader(io.BytesIO(content))
    if reader.is_encrypted and not reader.decrypt(""):
        return None
    return [len(page.extract_text().split()) for page in reader.pages]


class ManualFiles:
    """Stores PDFs, each with metadata that tells the knowledge base who the owner is."""

    def __init__(self, *, bucket: str, clients: AwsClients, s3: Dependency, url_seconds: int) -> None:
        self._bucket = bucket
        self._clients = clients
        self._s3 = s3
        self._url_seconds = url_seconds

    def store(self, manual: Manual, content: bytes) -> None:
        """Store the PDF of a manual after its metadata, so that it is never indexed without an owner."""
        metadata = {
            "metadataAttributes": {
                "owner": manual.owner,
                "manual_id": manual.manual_id,
                "file_name": manual.name,
            }
        }
        self._put(_metadata_key(manual), json.dumps(metadata).encode(), "application/json")
        self._put(manual.key, content, PDF)

    def delete(self, manual: Manual) -> None:
        """Delete the PDF of a manual and its metadata."""
        for key in (manual.key, _metadata_key(manual)):
            self._s3.call(self._clients.s3.delete_object, Bucket=self._bucket, Key=key)

    def url(self, manual: Manual) -> str:
        """Return a URL from which anyone can download the PDF for a short time."""
        return self._clients.s3.generate_presigned_url(
            "get_object",
            Params={
                "Bucket": self._bucket,
                "Key": manual.key,
                "ResponseContentType": PDF,
                "ResponseContentDisposition": f"attachment; filename*=UTF-8''{quote(manual.name, safe='')}",
            },
            ExpiresIn=self._url_seconds,
        )

    def _put(self, key: str, content: bytes, content_type: str) -> None:
        self._s3.call(
            self._clients.s3.put_object,
            Bucket=self._bucket,
            Key=key,
            Body=content,
            ContentType=content_type,
        )


def _metadata_key(manual: Manual) -> str:
    return f"{manual.key}.metadata.json"
