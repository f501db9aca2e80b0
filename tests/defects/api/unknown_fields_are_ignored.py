"""Unknown fields are silently accepted."""

NOTICED_BY = "Invalid Fields Are Refused"


def apply() -> None:
    """Ignore them."""
    from manuel_sandbox.handlers import manuals, query, transcribe

    for body in (query.QueryBody, transcribe.TranscribeBody, manuals.UploadBody, manuals.DownloadBody):
        body.model_config["extra"] = "ignore"
        body.model_rebuild(force=True)
