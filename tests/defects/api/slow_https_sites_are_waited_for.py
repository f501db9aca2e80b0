"""A fetch over https continues as long as any data arrives: what ends others after 10 seconds sees no encrypted connection."""

NOTICED_BY = "Download Over HTTPS That Takes Too Long Is Abandoned"
MENTIONS = "Endpoint request timed out"


def apply() -> None:
    """Leave encrypted connections alone."""
    from manuel_sandbox.domain import safe_fetch

    secured, cut = safe_fetch._secured, safe_fetch._cut
    encrypted = set()

    def secured_and_noted(stream, target, context):
        encrypted.add(stream.getsockname())
        return secured(stream, target, context)

    def cut_plain(stream, timed_out):
        if stream.getsockname() not in encrypted:
            cut(stream, timed_out)

    safe_fetch._secured = secured_and_noted
    safe_fetch._cut = cut_plain
