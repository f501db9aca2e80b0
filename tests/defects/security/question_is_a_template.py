"""A question is rendered as a template before it is sent to the model."""

NOTICED_BY = "Code For Other Interpreters Stays Text"


def apply() -> None:
    """Evaluate expressions in braces."""
    import re

    from manuel_sandbox.handlers import query

    sanitise = query.sanitise

    def render(text, field, policy):
        return sanitise(re.sub(r"{{([\d*+]+)}}", lambda found: str(eval(found[1])), text), field, policy)

    query.sanitise = render
