"""The base64 of an upload may be broken into lines."""

NOTICED_BY = "File Data That Is Not Exactly Base64 Is Refused"


def apply() -> None:
    """Join the lines before the body is validated."""
    from manuel_sandbox.handlers.manuals import UploadBody

    validate = UploadBody.model_validate

    def validate_joined(values):
        data = values.get("file_data")
        joined = {"file_data": "".join(data.split())} if isinstance(data, str) else {}
        return validate(values | joined)

    UploadBody.model_validate = validate_joined
