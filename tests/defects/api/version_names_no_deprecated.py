"""`GET /version` names no deprecated version, although one is."""

NOTICED_BY = "Compatibility Lists The Same Deprecated Versions"
MENTIONS = "deprecated_versions"


def apply() -> None:
    """Empty the list."""
    from manuel_sandbox.handlers import version

    answer = version.ok

    def omit(body, *arguments, **options):
        named = {"deprecated_versions": []} if "deprecated_versions" in body else {}
        return answer({**body, **named}, *arguments, **options)

    version.ok = omit
