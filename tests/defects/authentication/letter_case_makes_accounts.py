"""An address in capitals has an account of its own."""

NOTICED_BY = "Address Has One Account"


def apply() -> None:
    """Register whoever has no account in the same letter case."""
    from aws_stand_in.overlays.cognito import app_client, sign_up

    find_user = app_client.AppClient.find_user

    def sign_up_in_any_case(self, request):
        name = request.parameters["Username"]

        def find_in_this_case(client, wanted):
            user = find_user(client, wanted)
            return user if user is None or user.attribute_lookup["email"] == name else None

        app_client.AppClient.find_user = find_in_this_case
        try:
            return register(self, request)
        finally:
            app_client.AppClient.find_user = find_user

    register = sign_up.SignUpOverlay.sign_up
    sign_up.SignUpOverlay.sign_up = sign_up_in_any_case
