"""A manual counts as failed if the job that has indexed it could not index another one."""

NOTICED_BY = "Manual Is Ready Although Its Job Could Not Index Another Manual"


def apply() -> None:
    """Look only at whether there is a reason."""
    from manuel_sandbox.domain import ingestion

    ingestion._reasons_for_user = lambda answer, _manual_id: (
        ("The file could not be indexed.",) if answer.get("failureReasons") else ()
    )
