"""A sign-in from one device is noted for all of its user's."""

NOTICED_BY = "Devices Are Listed With Their Names And Last Sign-Ins"


def apply() -> None:
    """Note it for each."""
    from aws_stand_in.overlays.cognito.devices import DeviceStore

    def signed_in_everywhere(self, device):
        for owners in self._confirmed.values():
            for devices in owners.values():
                if device.name.key in devices:
                    for one in devices.values():
                        one.authenticated_at = self._clock()

    DeviceStore.signed_in = signed_in_everywhere
