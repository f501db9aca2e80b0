"""Payloads are decoded as base64 instead of base64url: tokens with `-` or `_` are rejected."""

NOTICED_BY = "Token With URL-Safe Characters Belongs To Its User"


def apply() -> None:
    """Accept only the alphabet of RFC 4648, section 4."""
    from api_gateway import authorizer

    decode = authorizer._decode

    def standard_alphabet(part):
        if "-" in part or "_" in part:
            raise authorizer.UnauthorizedError("not base64")
        return decode(part)

    read = authorizer._read

    def read_with_standard_alphabet(token):
        standard_alphabet(token.split(".")[1])
        return read(token)

    authorizer._read = read_with_standard_alphabet
