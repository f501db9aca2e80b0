"""Numbers of the usage are sent as strings."""

NOTICED_BY = "Used And Remaining Add Up To The Limit"


def apply() -> None:
    """Send strings."""
    from manuel_sandbox.handlers.usage import GetUsage

    show = GetUsage.__call__

    def show_texts(self, request):
        response = show(self, request)
        now = response.body["current_usage"]
        now.update({name: str(value) for name, value in now.items()})
        return response

    GetUsage.__call__ = show_texts
