"""What a response itself says about having come from a cache."""

import json

from load_engine.timed_response import TimedResponse

_WORDS = {"hit": True, "miss": False}


def came_from_cache(response: TimedResponse) -> bool | None:
    """Tell whether a response came from a cache, by its own word, which is worth more than any timing.

    Read in this order: `cache_status` in a JSON body, then the headers `Cache-Status` (RFC 9211), `X-Cache`,
    `CF-Cache-Status` and `Age` (RFC 9111).

    Returns:
        None if the response does not say.
    """
    headers = dict(_header(line) for line in response.content.header_lines if b":" in line)
    verdicts = (
        _from_body(response.content.body),
        _from_words(headers.get("cache-status", "").replace("fwd=miss", "miss")),
        _from_words(headers.get("x-cache", "")),
        _from_words(headers.get("cf-cache-status", "")),
        True if headers.get("age", "0").isdigit() and int(headers.get("age", "0")) else None,
    )
    return next((verdict for verdict in verdicts if verdict is not None), None)


def _header(line: bytes) -> tuple[str, str]:
    name, _, value = line.decode("latin-1").partition(":")
    return name.strip().lower(), value.strip()


def _from_body(body: bytes) -> bool | None:
    try:
        content = json.loads(body)
    except ValueError:
        return None
    return _from_words(str(content.get("cache_status", ""))) if isinstance(content, dict) else None


def _from_words(text: str) -> bool | None:
    words = text.lower().replace(";", " ").replace(",", " ").split()
    return next((verdict for word, verdict in _WORDS.items() if word in words), None)
