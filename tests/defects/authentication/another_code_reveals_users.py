"""Only users are told that another code is on its way."""

NOTICED_BY = "Another Confirmation Code Does Not Reveal Who Has An Account"


def apply() -> None:
    """Show unknown addresses in full."""
    from aws_stand_in.overlays.cognito import sign_up

    details = sign_up.delivery_details

    def details_with_address(attribute, destination):
        return {**details(attribute, destination), "Destination": destination}

    sign_up.delivery_details = details_with_address
