"""A redirect from http to https is followed over http."""

NOTICED_BY = "Redirect From HTTP To HTTPS Is Followed"
MENTIONS = "download_failed"


def apply() -> None:
    """Replace the scheme of the target by that of the address."""
    from manuel_sandbox.domain.safe_fetch import SafeFetcher

    request = SafeFetcher._request

    def request_and_keep_scheme(self, target, ends):
        answer = request(self, target, ends)
        if isinstance(answer, str):
            return f"{target.parts.scheme}:{answer.partition(':')[2]}"
        return answer

    SafeFetcher._request = request_and_keep_scheme
