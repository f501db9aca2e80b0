"""Texts, bytes and JSON of a certain size or shape, for requests that a test writes itself."""

import base64
from typing import Literal

from robot.api.deco import keyword


class PayloadKeywords:
    """Builders of what is sent."""

    @keyword(tags=["Payload", "Getter"])
    def text_of_length(self, length: int, *, of: str = "q") -> str:
        """Return a text with exactly this many characters.

        Args:
            length: How many characters.
            of: What is repeated, and cut off at the end; `q` by default.

        Example:
        ```robotframework
        ${question} =    Text Of Length    ${question_length + 1}
        Ask    ${question}    status=400
        ```
        """
        return (of * length)[:length]

    @keyword(tags=["Payload", "Getter"])
    def base64_of(self, *parts: bytes, zeros: int = 0) -> str:
        """Return these bytes, one part after the other, in base64.

        Args:
            parts: Bytes, or text in which each character stands for one byte, as `\\x7fELF`.
            zeros: How many zero bytes follow.

        Example:
        ```robotframework
        ${data} =    Base64 Of    \\x7fELF    zeros=200
        VAR    &{body}    file_name=manual.pdf    file_data=${data}    content_type=application/pdf
        Send Request    POST    /api/manuals/upload    json=${body}    status=400
        ```
        """
        return base64.b64encode(b"".join(parts) + bytes(zeros)).decode("ascii")

    @keyword(name="JSON Nested", tags=["Payload", "Getter"])
    def json_nested(self, *, depth: int, of: Literal["lists", "objects"] = "lists") -> str:
        """Return JSON text in which lists, or objects, are nested this deep.

        Args:
            depth: How many of them are inside each other.
            of: `lists` for `[[[]]]` (default), `objects` for `{"a":{"a":1}}`.

        Example:
        ```robotframework
        ${nested} =    JSON Nested    depth=1000
        Send Request    POST    /api/query    body={"question": ${nested}}    status=400
        ```
        """
        opening, inside, closing = ("[", "", "]") if of == "lists" else ('{"a":', "1", "}")
        return opening * depth + inside + closing * depth

    @keyword(tags=["Payload", "Getter"])
    def percent_encode(self, text: str) -> str:
        """Return a text with every byte of its UTF-8 percent-encoded, letters and digits included.

        Args:
            text: The text to encode.

        Example:
        ```robotframework
        ${encoded} =    Percent Encode    ${manual.manual_id}
        Send Request    GET    /api/manuals/${encoded}    status=404
        ```
        """
        return "".join(f"%{byte:02x}" for byte in text.encode())
