"""The file and its metadata are deleted by one call, and what its reply says of each of them is ignored."""

NOTICED_BY = "File That S3 Refuses To Delete Is Not Said To Be Deleted"


def apply() -> None:
    """Delete both at once."""
    from manuel_sandbox.domain import manual_files

    def delete_at_once(self, manual):
        keys = (manual.key, manual_files._metadata_key(manual))
        objects = {"Objects": [{"Key": key} for key in keys], "Quiet": True}
        self._s3.call(self._clients.s3.delete_objects, Bucket=self._bucket, Delete=objects)

    manual_files.ManualFiles.delete = delete_at_once
