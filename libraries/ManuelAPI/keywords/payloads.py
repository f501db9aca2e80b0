"""Text, bytes and JSON of a given size or shape, for requests that a test writes itself."""

import base64
from typing import Literal

from robot.api.deco import keyword


class PayloadKeywords:
    """Keywords that build payloads."""

    @keyword(tags=["Payload", "Getter"])
    def text_of_length(self, length: int, *, of: str = "q") -> str:
        """Return a text with exactly this many characters.

        Args:
            length: The number of characters.
            of: The text to repeat, cut off at the end.

        Example:
        ```robotframework
        ${question} =    Text Of Length    ${question_length + 1}
        Ask    ${question}    status=400
        ```
        """
        return (of * length)[:length]

    @keyword(tags=["Payload", "Getter"])
    def base64_of(self, *parts: bytes, zeros: int = 0) -> str:
        """Return the concatenation of some bytes in base64.

        Args:
            parts: Bytes, or text in which each character stands for one byte, such as `\\x7fELF`.
            zeros: The number of zero bytes to append.

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
        """Return JSON text of lists or objects that are nested this deeply.

        Args:
            depth: The number of lists or objects inside each other.
            of: `lists` for `[[[]]]`, `objects` for `{"a":{"a":1}}`.

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
        """Percent-encode every byte of a text's UTF-8 form, including letters and digits.

        Args:
            text: The text to encode.

        Example:
        ```robotframework
        ${encoded} =    Percent Encode    ${manual.manual_id}
        Send Request    GET    /api/manuals/${encoded}    status=200
        ```
        """
        return "".join(f"%{byte:02x}" for byte in text.encode())
