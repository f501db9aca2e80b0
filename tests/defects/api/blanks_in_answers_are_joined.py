"""Several blanks in a row, as in a table, become one in an answer."""

NOTICED_BY = "Answer Is Given As The Model Wrote It"


def apply() -> None:
    """Join those of each line."""
    from dataclasses import replace

    from manuel_sandbox.domain import knowledge

    read = knowledge._read_model_reply

    def changed(body):
        answer = read(body)
        return replace(answer, text="\n".join(" ".join(line.split()) for line in answer.text.split("\n")))

    knowledge._read_model_reply = changed
