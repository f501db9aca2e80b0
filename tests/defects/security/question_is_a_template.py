"""A question is rendered as a template before it is asked."""

NOTICED_BY = "Code For Other Interpreters Stays Text"


def apply() -> None:
    """Work out what stands in braces."""
    import re

    from manuel_sandbox.handlers import query

    disarm = query.disarm

    def render(text, field, policy):
        return disarm(re.sub(r"{{([\d*+]+)}}", lambda found: str(eval(found[1])), text), field, policy)

    query.disarm = render
