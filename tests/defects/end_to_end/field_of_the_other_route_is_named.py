"""The error for an unintelligible spoken question names a field that the request does not have."""

NOTICED_BY = "Invalid Request Is Corrected"


def apply() -> None:
    """Name it as transcriptions do."""
    from manuel_sandbox.domain.errors import FieldProblem, InvalidFieldError
    from manuel_sandbox.handlers.query import Query

    spoken = Query._spoken

    def spoken_as_audio_data(self, user_id, recording):
        try:
            return spoken(self, user_id, recording)
        except InvalidFieldError as error:
            problems = [FieldProblem("audio_data", problem.message) for problem in error.problems]
            raise InvalidFieldError(*problems) from None

    Query._spoken = spoken_as_audio_data
