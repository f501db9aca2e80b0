"""A text that is refused as an attack is logged."""

NOTICED_BY = "Log Contains Nothing Of What Is Refused For Its Content"
MENTIONS = "question"


def apply() -> None:
    """Log what was refused."""
    import logging

    from manuel_sandbox.domain import injection

    logger = logging.getLogger("manuel_sandbox.domain.injection")
    looks_like_attack = injection.looks_like_attack

    def judge_and_log(text):
        is_attack = looks_like_attack(text)
        if is_attack:
            logger.warning("An attack has been refused: %s", text)
        return is_attack

    injection.looks_like_attack = judge_and_log
