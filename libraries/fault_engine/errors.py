"""Errors in rules, for their authors."""


class RuleError(ValueError):
    """A rule that is not valid; the message says in one line what is wrong and what is allowed."""


class UnsupportedFaultError(RuleError):
    """A fault that the application behind the engine can't have; the message says which one can."""
