"""The name that a user gives to a fetched manual loses its blanks and all that is not ASCII."""

NOTICED_BY = "Name Given To A Fetched Manual Is Kept"


def apply() -> None:
    """Do as werkzeug's `secure_filename` does."""
    import re
    import unicodedata

    from manuel_sandbox.handlers import manuals

    sanitise = manuals.sanitise

    def safe(text, field, policy):
        name = sanitise(text, field, policy)
        if field != "filename":
            return name
        ascii_only = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
        return re.sub(r"[^\w.-]", "", "_".join(ascii_only.split())).strip("._") or "manual.pdf"

    manuals.sanitise = safe
