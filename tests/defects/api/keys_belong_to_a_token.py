"""An idempotency key is known only together with the token that it came with, which a client renews before it tries again."""

NOTICED_BY = "Repeated Submission With The Same Key Creates One Manual"
MENTIONS = "a used idempotency key makes another manual"


def apply() -> None:
    """Add the id of the token to the key."""
    from contextvars import ContextVar

    from manuel_sandbox.domain.manual_submission import ManualSubmission
    from manuel_sandbox.handlers import endpoint

    token_id = ContextVar("token_id", default="")
    read_event, claim = endpoint.read_event, ManualSubmission._claim

    def read_and_remember(event, operation):
        claims = event["requestContext"].get("authorizer", {}).get("claims", {})
        token_id.set(claims.get("jti", ""))
        return read_event(event, operation)

    def claim_for_token(self, owner, key, fingerprint, manual_id):
        return claim(self, owner, f"{key}#{token_id.get()}", fingerprint, manual_id)

    endpoint.read_event = read_and_remember
    ManualSubmission._claim = claim_for_token
