"""A user who has confirmed the address is told that it is not verified."""

NOTICED_BY = "New User Confirms The Address And Is Known To The API"


def apply() -> None:
    """Confirm the user only."""
    from aws_stand_in.overlays.cognito import sign_up

    attribute = sign_up._attribute_to_confirm

    def confirm(self, request):
        sign_up._attribute_to_confirm = lambda client, user: None
        try:
            return confirm_address(self, request)
        finally:
            sign_up._attribute_to_confirm = attribute

    confirm_address = sign_up.SignUpOverlay.confirm
    sign_up.SignUpOverlay.confirm = confirm
