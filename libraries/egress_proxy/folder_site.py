"""A site whose pages are the files of a folder."""

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from werkzeug.exceptions import NotFound
from werkzeug.middleware.shared_data import SharedDataMiddleware

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment

INDEX = "index.html"


class FolderSite:
    """Serves the files of a folder, `index.html` for a path that ends with a slash, and 404 for the rest.

    Args:
        folder: The folder.

    Raises:
        NotADirectoryError: There is no such folder.

    Example:
        >>> EgressProxy(stand_in, {"www.example.com": FolderSite(Path("pages"))})
    """

    def __init__(self, folder: Path) -> None:
        if not folder.is_dir():
            raise NotADirectoryError(f"There is no folder {folder}.")
        self._files = SharedDataMiddleware(NotFound(), {"/": str(folder)}, cache=False)

    def __call__(self, environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        """Answer one request."""
        if environ["PATH_INFO"].endswith("/"):
            environ["PATH_INFO"] += INDEX
        return self._files(environ, start_response)
