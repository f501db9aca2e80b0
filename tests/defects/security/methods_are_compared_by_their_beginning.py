"""`GETS` is taken for `GET`."""

NOTICED_BY = "Every Method Has Only One Spelling"


def apply() -> None:
    """Cut off what follows."""
    from dataclasses import replace

    from api_gateway.application import Gateway

    respond = Gateway._respond
    Gateway._respond = lambda self, request: respond(
        self,
        replace(
            request,
            method=next(
                (known for known in ("GET", "POST", "DELETE", "OPTIONS") if request.method.startswith(known)),
                request.method,
            ),
        ),
    )
