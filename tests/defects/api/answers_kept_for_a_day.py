"""The cache keeps answers for a day."""

NOTICED_BY = "Answer Is Cached For An Hour"


def apply() -> None:
    """Keep them longer."""
    from manuel_sandbox.domain.answer_cache import AnswerCache

    create = AnswerCache.__init__

    def create_patient(self, *, ttl_seconds, **options):
        create(self, ttl_seconds=24 * ttl_seconds, **options)

    AnswerCache.__init__ = create_patient
