"""The TLS handshake does not say which host is wanted (SNI): a server of several sites presents the certificate of another."""

NOTICED_BY = "Manual Is Fetched Over HTTPS"
MENTIONS = "download_failed"


def apply() -> None:
    """Compare the name of the certificate only afterwards."""
    import ssl

    from manuel_sandbox.domain import safe_fetch

    def secured(stream, target, context):
        object.__setattr__(context, "check_hostname", False)
        encrypted = context.wrap_socket(stream)
        names = {name for _, name in encrypted.getpeercert()["subjectAltName"]}
        if target.host not in names:
            raise ssl.SSLCertVerificationError(f"{target.host} is not among {names}")
        return encrypted

    safe_fetch._secured = secured
