"""Throttling that AWS reports with status 400, as DynamoDB and Transcribe do, counts for a breaker as a client error."""

NOTICED_BY = "Throttling Of Every Dependency Counts"


def apply() -> None:
    """Go by the status, of which 408 and 429 are exceptions."""
    from manuel_sandbox.aws.circuit_breakers import CircuitBreaker

    does_not_count = CircuitBreaker._does_not_count

    def or_has_status_400(self, error):
        return does_not_count(self, error) or error.cause_type in (
            "LimitExceededException",
            "ProvisionedThroughputExceededException",
        )

    CircuitBreaker._does_not_count = or_has_status_400
