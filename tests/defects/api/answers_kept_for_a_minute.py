"""The cache keeps answers for a minute."""

NOTICED_BY = "Answer Is Cached For An Hour"


def apply() -> None:
    """Forget them sooner."""
    from manuel_sandbox.domain.answer_cache import AnswerCache

    create = AnswerCache.__init__

    def create_forgetful(self, *, ttl_seconds, **options):
        create(self, ttl_seconds=60, **options)

    AnswerCache.__init__ = create_forgetful
