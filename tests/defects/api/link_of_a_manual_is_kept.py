"""The link of a manual is signed when it is first shown; from then on the same one is shown, long after it has expired."""

NOTICED_BY = "Link Of A Manual Is Signed Anew Whenever It Is Shown"
MENTIONS = "expires later"


def apply() -> None:
    """Keep each link in the process."""
    from dataclasses import replace

    from manuel_sandbox.handlers.manuals import GetManual

    show = GetManual.__call__
    links = {}

    def show_with_kept_link(self, request):
        response = show(self, request)
        link = links.setdefault(response.body["id"], response.body["pdf_url"])
        return replace(response, body={**response.body, "pdf_url": link})

    GetManual.__call__ = show_with_kept_link
