"""Invalid requests count as failures of the model."""

NOTICED_BY = "User Errors Do Not Count As Failures"
MENTIONS = "got 502"


def apply() -> None:
    """Count them."""
    from contextlib import suppress

    from manuel_sandbox.aws.errors import DependencyUnavailableError
    from manuel_sandbox.handlers.endpoint import Endpoint
    from manuel_sandbox.parts import Parts

    refusal = Endpoint._refusal
    handlers = Parts.handlers
    kept = []

    def keep(self):
        kept.append(self.breakers["bedrock"])
        return handlers(self)

    def count(self, request, error):
        with suppress(DependencyUnavailableError), kept[0].guard("Answer"):
            raise DependencyUnavailableError("bedrock", "Answer", type(error).__name__, str(error))
        return refusal(self, request, error)

    Parts.handlers = keep
    Endpoint._refusal = count
