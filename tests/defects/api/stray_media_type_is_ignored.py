"""A typed question may come with the media type of a recording that is not there."""

NOTICED_BY = "Invalid Recording Fields Are Refused"


def apply() -> None:
    """Look at the recording alone."""
    from manuel_sandbox.handlers import query

    recording = query._recording

    def read(body):
        given = body.model_fields_set
        return None if "question" in given and "file_data" not in given else recording(body)

    query._recording = read
