"""Answers are normalised: `cm²` becomes `cm2`, which is no area (Unicode's form NFKC)."""

NOTICED_BY = "Answer Is Given As The Model Wrote It"


def apply() -> None:
    """Normalise them."""
    import unicodedata
    from dataclasses import replace

    from manuel_sandbox.domain import knowledge

    read = knowledge._read_model_reply

    def changed(body):
        answer = read(body)
        return replace(answer, text=unicodedata.normalize("NFKC", answer.text))

    knowledge._read_model_reply = changed
