"""A manual is displayed inline, including any script in it."""

NOTICED_BY = "Manual Is Served As A Download"


def apply() -> None:
    """Sign for inline display."""
    from manuel_sandbox.domain.manual_files import PDF, ManualFiles

    ManualFiles.url = lambda self, manual: self._clients.s3.generate_presigned_url(
        "get_object",
        Params={
            "Bucket": self._bucket,
            "Key": manual.key,
            "ResponseContentType": PDF,
            "ResponseContentDisposition": "inline",
        },
        ExpiresIn=self._url_seconds,
    )
