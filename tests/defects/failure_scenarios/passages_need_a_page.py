"""A passage of which the knowledge base does not say the page crashes the function."""

NOTICED_BY = "Passage Without A Page Is Cited Without One"
MENTIONS = "502"


def apply() -> None:
    """Read a page that may be missing."""
    from manuel_sandbox.domain import knowledge

    passage = knowledge._passage

    def on_a_page(result, owner):
        int(result["metadata"][knowledge.PAGE])
        return passage(result, owner)

    knowledge._passage = on_a_page
