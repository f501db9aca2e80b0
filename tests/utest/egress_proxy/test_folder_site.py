"""Pages of a folder."""

import pytest
from werkzeug.test import Client

from egress_proxy.folder_site import FolderSite


@pytest.fixture
def site(tmp_path):
    pages = tmp_path / "pages"
    (pages / "docs").mkdir(parents=True)
    (pages / "index.html").write_text("home")
    (pages / "docs" / "index.html").write_text("documents")
    (pages / "docs" / "a b.pdf").write_bytes(b"%PDF-")
    (tmp_path / "secret.txt").write_text("secret")
    return Client(FolderSite(pages))


@pytest.mark.parametrize(
    ("path", "content_type", "content"),
    [
        ("/", "text/html; charset=utf-8", b"home"),
        ("/docs/", "text/html; charset=utf-8", b"documents"),
        ("/docs/a%20b.pdf?x=1", "application/pdf", b"%PDF-"),
    ],
)
def test_files_are_served(site, path, content_type, content):
    with site.get(path) as response:
        assert (response.status_code, response.content_type, response.data) == (200, content_type, content)


@pytest.mark.parametrize("path", ["/none.html", "/docs", "/../secret.txt", "/%2e%2e/secret.txt"])
def test_nothing_else_is_served(site, path):
    assert site.get(path).status_code == 404


def test_a_missing_folder_is_named(tmp_path):
    with pytest.raises(NotADirectoryError, match=rf"There is no folder {tmp_path}/none\."):
        FolderSite(tmp_path / "none")
