"""The response for a missing manual contains the key of its file."""

NOTICED_BY = "Error About A Path Or Parameter Reveals Nothing"


def apply() -> None:
    """Name the key."""
    from manuel_sandbox.domain.errors import NotFoundError
    from manuel_sandbox.handlers import manuals

    own_manual = manuals._own_manual

    def own_manual_or_key(library, request):
        try:
            return own_manual(library, request)
        except NotFoundError:
            key = f"manuals/{request.user_id}/{request.path_parameters['id']}.pdf"
            raise NotFoundError(f"NoSuchKey: s3://manuel-manuals/{key}") from None

    manuals._own_manual = own_manual_or_key
