"""Failures of the search do not count for the breaker of Bedrock: only calls of the model do."""

NOTICED_BY = "Failures Of The Search Open The Breaker As Those Of The Model Do"


def apply() -> None:
    """Leave the search out."""
    from manuel_sandbox.aws.circuit_breakers import CircuitBreaker

    does_not_count = CircuitBreaker._does_not_count

    def or_is_a_search(self, error):
        return does_not_count(self, error) or error.operation == "Retrieve"

    CircuitBreaker._does_not_count = or_is_a_search
