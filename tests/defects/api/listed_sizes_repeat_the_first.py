"""All manuals of a list have the size and the pages of the first."""

NOTICED_BY = "Each Listed Manual Matches The Manual Itself"
MENTIONS = "pages"


def apply() -> None:
    """Repeat them."""
    from manuel_sandbox.handlers.manuals import ListManuals

    answer = ListManuals.__call__

    def answer_alike(self, request):
        response = answer(self, request)
        for manual in response.body["manuals"]:
            first = response.body["manuals"][0]
            manual.update(size=first["size"], pages=first["pages"])
        return response

    ListManuals.__call__ = answer_alike
