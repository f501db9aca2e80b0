"""Whoever knows the key of another user's device forgets it."""

NOTICED_BY = "Device Of Another User Is Not Forgotten"


def apply() -> None:
    """Remove it from whoever has it."""
    from aws_stand_in.overlays.cognito.devices import DeviceStore, no_device

    def remove_from_anybody(self, location, user, key):
        owned = self._confirmed[location.account_id].values()
        devices = next((devices for devices in owned if key in devices), None)
        if devices is None:
            raise no_device()
        del devices[key]

    DeviceStore.remove = remove_from_anybody
