"""Only the record that tracks a manual that is ready is deleted with it."""

NOTICED_BY = "Manual That Was Never Ready Leaves Nothing Behind"
MENTIONS = "file_tracker"


def apply() -> None:
    """Write the record of any other again."""
    from manuel_sandbox.domain import library

    remove = library.Library.remove

    def remove_and_track(self, manual):
        is_removed = remove(self, manual)
        if manual.status != "ready":
            self._table.put(
                {**library._tracker_key(manual), "owner": manual.owner, "manual_id": manual.manual_id}
            )
        return is_removed

    library.Library.remove = remove_and_track
