"""An empty name for a fetched manual counts as none."""

NOTICED_BY = "Invalid File Name Of A Fetched Manual Is Refused"
MENTIONS = "thermostat.pdf"


def apply() -> None:
    """Leave it out."""
    from manuel_sandbox.handlers.manuals import DownloadBody

    validate = DownloadBody.model_validate

    def without_empty_name(body):
        return validate({name: value for name, value in body.items() if (name, value) != ("filename", "")})

    DownloadBody.model_validate = without_empty_name
