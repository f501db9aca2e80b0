"""The token of a page is a text of another form: only the backend reads it."""


def apply() -> None:
    """Write and read another one."""
    from base64 import b32decode, b32encode

    from manuel_sandbox.domain import library
    from manuel_sandbox.domain.errors import FieldProblem, InvalidFieldError

    read_token, token_of = library._read_token, library._token

    def read_other_token(token, prefix):
        try:
            version, _, rest = token.partition(".")
            return read_token(b32decode(rest).hex() if version == "v2" else "", prefix)
        except ValueError:
            raise InvalidFieldError(FieldProblem("next_token", "it is not a token from a list")) from None

    def other_token(page, prefix):
        token = token_of(page, prefix)
        return token and f"v2.{b32encode(bytes.fromhex(token)).decode()}"

    library._read_token, library._token = read_other_token, other_token
