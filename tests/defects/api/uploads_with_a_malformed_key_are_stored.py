"""An upload with a malformed idempotency key is refused, and stored."""

NOTICED_BY = "Malformed Idempotency Key Is Refused"
MENTIONS = "thermostat.pdf"


def apply() -> None:
    """Validate the key after everything else."""
    from manuel_sandbox.domain.errors import InvalidFieldError
    from manuel_sandbox.handlers import manuals

    key_of = manuals.idempotency_key
    upload = manuals.UploadManual.__call__

    def well_formed(request):
        try:
            return key_of(request)
        except InvalidFieldError:
            return None

    def validate_last(self, request):
        response = upload(self, request)
        key_of(request)
        return response

    manuals.idempotency_key = well_formed
    manuals.UploadManual.__call__ = validate_last
