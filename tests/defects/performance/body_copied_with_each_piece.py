"""A body is assembled from small pieces, with a copy of all previous ones each time."""

NOTICED_BY = "Long Body Is Read In Linear Time"

PIECE_BYTES = 512


def apply() -> None:
    """Copy and add."""
    from api_gateway import application

    def read_piece_by_piece(environ, limit):
        length = int(environ.get("CONTENT_LENGTH") or 0)
        if length > limit:
            return None
        body = b""
        while len(body) < length:
            body = body + environ["wsgi.input"].read(min(PIECE_BYTES, length - len(body)))
        return body

    application.read_body = read_piece_by_piece
