"""The link of a manual is signed for listing its owner's folder."""

NOTICED_BY = "Link Leads To A Single Manual"


def apply() -> None:
    """Sign the listing."""
    from manuel_sandbox.domain.manual_files import ManualFiles

    ManualFiles.url = lambda self, manual: self._clients.s3.generate_presigned_url(
        "list_objects_v2",
        Params={"Bucket": self._bucket, "Prefix": f"manuals/{manual.owner}/"},
        ExpiresIn=self._url_seconds,
    )
