"""A library belongs to whoever has its owner's e-mail address: an account that is created again has the manuals of before."""

NOTICED_BY = "Account That Is Created Again Has No Manuals"


def apply() -> None:
    """Find libraries by the address in the token."""
    from manuel_sandbox.domain import library
    from manuel_sandbox.handlers import endpoint

    read_event, partition = endpoint.read_event, library._partition
    first_users, libraries = {}, {}

    def read_event_and_address(event, operation):
        request = read_event(event, operation)
        claims = event["requestContext"].get("authorizer", {}).get("claims", {})
        if "email" in claims:
            libraries[request.user_id] = first_users.setdefault(claims["email"], request.user_id)
        return request

    endpoint.read_event = read_event_and_address
    library._partition = lambda owner: partition(libraries.get(owner, owner))
