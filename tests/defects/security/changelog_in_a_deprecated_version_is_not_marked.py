"""The changelog in a deprecated version does not say that it is deprecated."""

NOTICED_BY = "Deprecated Version Is Marked On Every Route"
MENTIONS = "changelog"


def apply() -> None:
    """Omit the header there."""
    from manuel_sandbox.handlers.endpoint import Endpoint

    answer = Endpoint.__call__

    def keep_quiet(self, event, context):
        result = answer(self, event, context)
        if self.name == "getChangelog":
            result["headers"].pop("Deprecation", None)
        return result

    Endpoint.__call__ = keep_quiet
