"""With one device, all others of its user are forgotten."""

NOTICED_BY = "Forgotten Device Is Refused And No Other"


def apply() -> None:
    """Remove them all."""
    from aws_stand_in.overlays.cognito.devices import DeviceStore

    remove = DeviceStore.remove

    def remove_all(self, location, user, key):
        self.get(location, user, key)
        for device in self.all_of(location, user):
            remove(self, location, user, device.name.key)

    DeviceStore.remove = remove_all
