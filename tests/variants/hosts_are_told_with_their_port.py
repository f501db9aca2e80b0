"""Sites are told their port even if it is that of the scheme: `Host: manuals.example.com:443` (RFC 3986, section 6.2.3)."""


def apply() -> None:
    """Add it to the name."""
    from manuel_sandbox.domain.safe_fetch import Target

    Target.authority = property(lambda self: f"{self.host}:{self.port}")
