"""A fetch with a malformed idempotency key is refused, and done."""

NOTICED_BY = "Malformed Idempotency Key Of A Fetch Is Refused"
MENTIONS = "thermostat.pdf"


def apply() -> None:
    """Validate the key after everything else."""
    from manuel_sandbox.domain.errors import InvalidFieldError
    from manuel_sandbox.handlers import manuals

    key_of = manuals.idempotency_key
    fetch = manuals.DownloadManual.__call__

    def well_formed(request):
        try:
            return key_of(request)
        except InvalidFieldError:
            return None

    def validate_last(self, request):
        response = fetch(self, request)
        key_of(request)
        return response

    manuals.idempotency_key = well_formed
    manuals.DownloadManual.__call__ = validate_last
