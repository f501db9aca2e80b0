"""If a question is sent with a recording, the recording is ignored."""

NOTICED_BY = "Recording Takes Precedence Over The Question"


def apply() -> None:
    """Prefer the typed question."""
    from manuel_sandbox.handlers import query

    recording = query._recording
    query._recording = lambda body: None if body.question else recording(body)
