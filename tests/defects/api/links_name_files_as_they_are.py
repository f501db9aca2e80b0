"""The link of a manual has its name as it is, which S3 refuses if it has letters that are not Latin."""

NOTICED_BY = "File Name Is The Same Everywhere"
MENTIONS = "400 Bad Request"


def apply() -> None:
    """Do not encode the name."""
    from manuel_sandbox.domain.manual_files import PDF, ManualFiles

    def url_with_name(self, manual):
        name = manual.name.replace("\\", "").replace('"', "")
        return self._clients.s3.generate_presigned_url(
            "get_object",
            Params={
                "Bucket": self._bucket,
                "Key": manual.key,
                "ResponseContentType": PDF,
                "ResponseContentDisposition": f'attachment; filename="{name}"',
            },
            ExpiresIn=self._url_seconds,
        )

    ManualFiles.url = url_with_name
