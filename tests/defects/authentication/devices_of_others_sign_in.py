"""A device that one user is remembered on is taken for a remembered device of any other."""

NOTICED_BY = "Device Of Another User Is Refused"


def apply() -> None:
    """Look among the devices of all users."""
    from aws_stand_in.overlays.cognito.devices import DeviceStore

    def find_anywhere(self, location, user, key):
        owned = self._confirmed[location.account_id].values()
        return next((devices[key] for devices in owned if key in devices), None)

    DeviceStore.find = find_anywhere
