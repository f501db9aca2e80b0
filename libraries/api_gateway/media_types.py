"""Media types, and which of them an API handles as binary."""

from collections.abc import Iterable


def media_type_of(header: str | None) -> str:
    """Return the media type of a header without parameters, in lower case."""
    return (header or "").partition(";")[0].strip().lower()


def is_one_of(media_type: str, patterns: Iterable[str]) -> bool:
    """Return whether a media type is among patterns such as `image/png`, `image/*` and `*/*`."""
    main, _, _ = media_type.partition("/")
    return any(pattern.lower() in ("*/*", f"{main}/*", media_type) for pattern in patterns)
