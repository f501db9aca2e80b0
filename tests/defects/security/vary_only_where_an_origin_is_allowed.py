"""That an answer differs by origin is said to allowed origins alone, so that a cache gives theirs to nobody or all."""

NOTICED_BY = "Responses Vary By Origin"


def apply() -> None:
    """Say it nowhere else."""
    from api_gateway.cors import CorsPolicy

    answer_headers = CorsPolicy.answer_headers
    CorsPolicy.answer_headers = lambda self, origin: (
        answer_headers(self, origin) if self.is_allowed(origin) else []
    )
