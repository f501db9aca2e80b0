"""The owner of a manual is stored with the first upload attempt only, and is missing if that fails."""

NOTICED_BY = "Upload That Failed Halfway Is Completed By Resubmitting It"


def apply() -> None:
    """Write metadata once per key."""
    from manuel_sandbox.domain import manual_files

    put = manual_files.ManualFiles._put
    written = set()

    def put_metadata_once(self, key, content, content_type):
        if content_type != manual_files.PDF:
            if key in written:
                return
            written.add(key)
        put(self, key, content, content_type)

    manual_files.ManualFiles._put = put_metadata_once
