"""A truncated reply of the model is returned."""

NOTICED_BY = "Invalid Model Response Is Not Passed On"


def apply() -> None:
    """Take whatever can be read."""
    from manuel_sandbox.domain import knowledge

    read = knowledge._read_model_reply

    def lenient(body):
        try:
            return read(body)
        except Exception:
            return knowledge.ModelAnswer(body.decode(errors="replace").strip() or "(no answer)", 0, 0)

    knowledge._read_model_reply = lenient
