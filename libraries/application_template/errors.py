"""What is wrong with a template."""


class TemplateError(Exception):
    """A template cannot be read or resolved; the message says where and why, in one line."""


def at(where: tuple[str, ...], problem: str) -> TemplateError:
    """Return the error of a place in a template.

    Example:
        >>> str(at(("Resources", "Table"), "has no Type"))
        'Resources/Table: has no Type'
    """
    return TemplateError(f"{'/'.join(where)}: {problem}" if where else problem)
