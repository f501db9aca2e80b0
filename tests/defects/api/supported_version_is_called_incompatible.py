"""The list of versions reports each as incompatible."""

NOTICED_BY = "Compatibility Lists The Status Of Each Version"


def apply() -> None:
    """Contradict the response's own `compatible`."""
    from manuel_sandbox.handlers import version

    answer = version.ok

    def contradict(body, *arguments, **options):
        for known in body.get("versions", []):
            known["compatible"] = False
        return answer(body, *arguments, **options)

    version.ok = contradict
