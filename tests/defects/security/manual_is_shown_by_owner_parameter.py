"""A manual is shown to every user who names its owner in a parameter."""

NOTICED_BY = "Manual Is Not Opened By Naming Its Owner"
MENTIONS = "404"


def apply() -> None:
    """Prefer the parameter to the token, on this route."""
    from dataclasses import replace

    from manuel_sandbox.handlers.manuals import GetManual

    show = GetManual.__call__

    def show_to(self, request):
        return show(self, replace(request, user_id=request.query.get("user_id", request.user_id)))

    GetManual.__call__ = show_to
