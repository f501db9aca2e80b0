"""A header contains a file name without quoting or encoding."""

NOTICED_BY = "File Name Cannot Break Out Of Its Header"


def apply() -> None:
    """Neither quote nor encode it."""
    from manuel_sandbox.domain.manual_files import PDF, ManualFiles

    ManualFiles.url = lambda self, manual: self._clients.s3.generate_presigned_url(
        "get_object",
        Params={
            "Bucket": self._bucket,
            "Key": manual.key,
            "ResponseContentType": PDF,
            "ResponseContentDisposition": f"attachment; filename={manual.name}",
        },
        ExpiresIn=self._url_seconds,
    )
