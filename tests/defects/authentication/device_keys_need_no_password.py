"""Whoever knows the key of a remembered device signs in as this device."""

NOTICED_BY = "Key Without The Password Of The Device Is Refused"


def apply() -> None:
    """Accept any proof of its password."""
    from aws_stand_in.overlays.cognito import device_sign_in

    device_sign_in.proof_is_right = lambda challenge, responses: True
