"""A device that was forgotten is listed no more, and still signs in."""

NOTICED_BY = "Forgotten Device Is Refused And No Other"


def apply() -> None:
    """Hide it instead of removing it."""
    from aws_stand_in.overlays.cognito.devices import DeviceStore

    all_of, hidden = DeviceStore.all_of, set()

    def hide(self, location, user, key):
        self.get(location, user, key)
        hidden.add(key)

    def all_shown(self, location, user):
        return [device for device in all_of(self, location, user) if device.name.key not in hidden]

    DeviceStore.remove = hide
    DeviceStore.all_of = all_shown
