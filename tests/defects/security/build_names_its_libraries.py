"""The build information lists the libraries in use."""

NOTICED_BY = "Public Routes Reveal Nothing"


def apply() -> None:
    """Add them."""
    from manuel_sandbox.handlers.version import GetVersion

    create = GetVersion.__init__
    GetVersion.__init__ = lambda self, *, build, clock: create(
        self, build=f"{build} (python 3.11, boto3 1.44)", clock=clock
    )
