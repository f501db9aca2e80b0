"""A session does not notice what another session of the user uploads."""

NOTICED_BY = "Manual That Another Session Uploads Is Noticed"


def apply() -> None:
    """Keep the answers of each session until it changes the library itself, or another session does in another way."""
    from manuel_sandbox.handlers.endpoint import Endpoint

    answer = Endpoint._answer
    kept = {}

    def answer_of_session(self, request):
        session = (request.user_id, request.headers.get("authorization"))
        if self.name == "query":
            key = (*session, request.body)
            if key not in kept:
                kept[key] = answer(self, request)
            return kept[key]
        if self.name in ("uploadManual", "deleteManual"):
            forgotten = [
                key
                for key in kept
                if key[:2] == session or (key[0] == session[0] and self.name != "uploadManual")
            ]
            for key in forgotten:
                del kept[key]
        return answer(self, request)

    Endpoint._answer = answer_of_session
