"""Lists of objects and of their versions, page by page, against a model that looks at everything."""

import itertools
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aws_stand_in.overlays.s3.listing import listed_objects, page_of
from aws_stand_in.stand_in import AwsStandIn

NAMES = st.text(alphabet="ab/\u00e9\U0001f600", min_size=1, max_size=5)
_buckets = itertools.count()


@pytest.fixture(scope="module", autouse=True)
def _patched_moto() -> None:
    AwsStandIn().load()


def new_bucket() -> tuple[Any, Any]:
    from moto.s3.models import s3_backends

    backend: Any = s3_backends["123456789012"]["aws"]
    return backend, backend.create_bucket(f"bucket-{next(_buckets)}", "eu-west-1")


def listed(names: set[str], prefix: str, delimiter: str, after: str) -> list[str]:
    """Return what a list has, by the API reference of ListObjectsV2."""

    def entry(name: str) -> str:
        head, found, _ = name[len(prefix) :].partition(delimiter) if delimiter else (name, "", "")
        return prefix + head + delimiter if found else name

    entries = {entry(name) for name in names if name.startswith(prefix) and name > after}
    return sorted(one for one in entries if one > after)


@given(
    names=st.sets(NAMES, max_size=12),
    gone=st.sets(NAMES, max_size=4),
    prefix=st.text(alphabet="ab/", max_size=2),
    delimiter=st.sampled_from(["", "/", "b/"]),
    page=st.tuples(st.integers(1, 4), st.text(alphabet="ab/", max_size=2)),
)
def test_pages_of_a_list_make_up_the_list(
    names: set[str], gone: set[str], prefix: str, delimiter: str, page: tuple[int, str]
) -> None:
    size, after = page
    backend, bucket = new_bucket()
    for name in names | gone:
        backend.put_object(bucket.name, name, b"x")
    for name in gone:
        bucket.keys.pop(name)
    entries: list[str] = []
    is_truncated = True
    while is_truncated:
        found = page_of(listed_objects(bucket, prefix, delimiter, entries[-1] if entries else after), size)
        is_truncated = found.is_truncated
        assert len(found.entries) == size or not is_truncated
        entries += [getattr(entry, "name", entry) for entry in found.entries]
    assert entries == listed(names - gone, prefix, delimiter, after)


def test_markers_lead_through_a_list_in_the_old_way(aws: Any) -> None:
    s3 = aws.client("s3")
    s3.create_bucket(Bucket="bucket", CreateBucketConfiguration={"LocationConstraint": aws_region(s3)})
    names = ["a/b", "c", "d e", "f+g", "\u00e9/h"]
    for name in names:
        s3.put_object(Bucket="bucket", Key=name)
    pages = s3.get_paginator("list_objects").paginate(
        Bucket="bucket", Delimiter="/", PaginationConfig={"PageSize": 2}
    )
    entries = [
        one.get("Key", one.get("Prefix"))
        for page in pages
        for one in (*page.get("Contents", ()), *page.get("CommonPrefixes", ()))
    ]
    assert sorted(entries) == ["a/", "c", "d e", "f+g", "\u00e9/"]


def test_an_object_with_the_name_of_a_folder_is_in_it(aws: Any) -> None:
    s3 = aws.client("s3")
    s3.create_bucket(Bucket="bucket", CreateBucketConfiguration={"LocationConstraint": aws_region(s3)})
    for key in ("a/", "a/b", "c"):
        s3.put_object(Bucket="bucket", Key=key)
    top = s3.list_objects_v2(Bucket="bucket", Delimiter="/")
    assert [one["Prefix"] for one in top["CommonPrefixes"]] == ["a/"]
    assert [one["Key"] for one in top["Contents"]] == ["c"]
    inside = s3.list_objects_v2(Bucket="bucket", Delimiter="/", Prefix="a/")
    assert [one["Key"] for one in inside["Contents"]] == ["a/", "a/b"]


def test_versions_are_listed_newest_first_page_by_page(aws: Any) -> None:
    s3 = aws.client("s3")
    s3.create_bucket(Bucket="bucket", CreateBucketConfiguration={"LocationConstraint": aws_region(s3)})
    s3.put_bucket_versioning(Bucket="bucket", VersioningConfiguration={"Status": "Enabled"})
    written = [
        s3.put_object(Bucket="bucket", Key=key, Body=key.encode())["VersionId"]
        for key in ("a", "a", "b", "d/e")
    ]
    marker = s3.delete_object(Bucket="bucket", Key="b")["VersionId"]

    pages = list(
        s3.get_paginator("list_object_versions").paginate(
            Bucket="bucket", Delimiter="/", PaginationConfig={"PageSize": 1}
        )
    )
    found = [
        (version["Key"], version["VersionId"], version["IsLatest"])
        for page in pages
        for version in (*page.get("Versions", ()), *page.get("DeleteMarkers", ()))
    ]
    assert found == [
        ("a", written[1], True),
        ("a", written[0], False),
        ("b", marker, True),
        ("b", written[2], False),
    ]
    assert [one["Prefix"] for page in pages for one in page.get("CommonPrefixes", ())] == ["d/"]
    assert len(pages) == 5
    assert "Contents" not in s3.list_objects_v2(Bucket="bucket", Prefix="b")


def aws_region(client: Any) -> str:
    return str(client.meta.region_name)
