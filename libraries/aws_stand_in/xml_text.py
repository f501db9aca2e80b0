"""Text of XML from mappings as xmltodict takes them: `@` before the name of an attribute, `#text` for content beside attributes.

The names come from the models of services. xmltodict looks at each character of each, which is most of its time.
"""

from collections.abc import Mapping
from typing import Any
from xml.sax.saxutils import escape, quoteattr

ATTRIBUTE, CONTENT = "@", "#text"


def xml_text(document: Mapping[str, Any]) -> str:
    """Return the text of a document, without a declaration.

    Args:
        document: The root by its name. What is under a name is content, a mapping of what is in an element, or a list, of which
            each item is an element; None is an empty element.

    Example:
        >>> xml_text({"Tags": {"@xmlns": "urn:x", "Tag": [{"Key": "a"}, {"Key": "<"}]}})
        '<Tags xmlns="urn:x"><Tag><Key>a</Key></Tag><Tag><Key>&lt;</Key></Tag></Tags>'
    """
    return "".join(_elements(name, held) for name, held in document.items())


def _elements(name: str, value: Any) -> str:
    if isinstance(value, list | tuple):
        return "".join(_element(name, item) for item in value)
    return _element(name, value)


def _element(name: str, value: Any) -> str:
    if not isinstance(value, Mapping):
        return _write_element(name, "", escape(_text(value)))
    attributes, inside, content = "", "", ""
    for key, held in value.items():
        if key == CONTENT:
            content = escape(_text(held))
        elif key.startswith(ATTRIBUTE):
            attributes += f" {key.removeprefix(ATTRIBUTE)}={quoteattr(_text(held))}"
        else:
            inside += _elements(key, held)
    return _write_element(name, attributes, inside + content)


def _write_element(name: str, attributes: str, inside: str) -> str:
    return f"<{name}{attributes}>{inside}</{name}>" if inside else f"<{name}{attributes}/>"


def _text(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, bytes):
        return value.decode(errors="replace")
    return "" if value is None else str(value)
