"""What follows two slashes at the beginning of a path is taken for a host, and ignored."""

NOTICED_BY = "Every Path Has Only One Spelling"
MENTIONS = "//example.com"


def apply() -> None:
    """Read the path as a whole URI."""
    from urllib.parse import urlsplit

    from api_gateway.application import Gateway

    find = Gateway._find
    Gateway._find = lambda self, path: find(self, urlsplit(path).path)
