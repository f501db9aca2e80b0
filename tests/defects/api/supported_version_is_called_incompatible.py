"""The list of versions says of each that its clients no longer work."""

NOTICED_BY = "Compatibility Lists The Status Of Each Version"


def apply() -> None:
    """Contradict the answer's own `compatible`."""
    from manuel_sandbox.handlers import version

    answer = version.ok

    def contradict(body, *arguments, **options):
        for known in body.get("versions", []):
            known["compatible"] = False
        return answer(body, *arguments, **options)

    version.ok = contradict
