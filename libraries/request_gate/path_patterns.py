"""Which paths a template of an OpenAPI document stands for."""

import re


def path_pattern(template: str) -> re.Pattern[str]:
    """Return the pattern of the paths that a template matches; a variable stands for one segment.

    Example:
        >>> bool(path_pattern("/api/manuals/{id}").fullmatch("/api/manuals/7"))
        True
    """
    parts = re.split(r"(\{[^}]+\})", template)
    return re.compile("".join("[^/]+" if part.startswith("{") else re.escape(part) for part in parts))
