"""S3 takes content in chunks, `aws-chunked`, whose sizes, trailers and signatures are right."""

import hashlib
from typing import Any

import pytest
import requests
from s3_requests import code_of, new_bucket, signed

from aws_stand_in.overlays.s3.chunks import ChunkSigner, chunks_of
from aws_stand_in.overlays.s3.errors import S3Error

DIGITS = "9" * 5000
FIVE = {"x-amz-decoded-content-length": "5"}
TRAILER = {"x-amz-trailer": "x-amz-checksum-crc32"}
SIGNED = {"x-amz-content-sha256": "STREAMING-AWS4-HMAC-SHA256-PAYLOAD"}
HELLO = b"5\r\nhello\r\n0\r\n\r\n"
EXAMPLE = {
    "secret": "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
    "credential": "AKIAIOSFODNN7EXAMPLE/20130524/us-east-1/s3/aws4_request",
    "date": "20130524T000000Z",
}
"""That of AWS: 65 KB of the letter a, in two chunks."""
SEED = "4f232c4386841ef735655705268965c44a0e4690baa4adea153f7db9fa80a0a9"
SIGNATURES = (
    "ad80c730a21e5b8d04586a2213dd63b9a0e99e0e2307b0ade35a65485a288648",
    "0055627c9e194cb4542bae2aa5492e3c1575bbb81b612b7d234b86a503ef5497",
    "b6c6ea8a5354eaf15b3cb7646744f4275b71ea724fed81ceb9323e279d449df9",
)
SEED_WITH_TRAILER = "106e2a8a18243abcf37539882f36619c00e2dfc72633413f02d3b74544bfeb8e"
SIGNATURES_WITH_TRAILER = (
    "b474d8862b1487a5145d686f57f013e54db672cee1c953b3010fb58501ef5aa2",
    "1c1344b170168f8e65b41376b44b20fe354e373826ccbbe2c1d40a8cae51e5c7",
    "2ca2aba2005185cf7159c6277faf83795951dd77a3a99e6e65d5c9f85863f992",
)
SIGNED_CHECKSUM = (
    b"x-amz-checksum-crc32c:sOO8/Q==\r\n"
    b"x-amz-trailer-signature:d81f82fc3505edab99d459891051a732e8730629a2e4a59689829ca17fe2e435\r\n"
)


@pytest.fixture
def s3(aws: Any) -> Any:
    return aws.client("s3", signature_version="s3v4")


@pytest.fixture
def bucket(s3: Any) -> str:
    return new_bucket(s3, "bucket")


def send_chunks(s3: Any, bucket: str, body: bytes, headers: dict[str, Any]) -> requests.Response:
    framed = {"x-amz-content-sha256": "STREAMING-UNSIGNED-PAYLOAD-TRAILER", "Content-Encoding": "aws-chunked"}
    return signed(s3, "PUT", f"{bucket}/k", body, **{**framed, **headers})


def test_content_is_put_together(s3: Any, bucket: str) -> None:
    """Amazon S3 API reference, "Signature calculations for trailing headers"."""
    in_two = b"2000\r\n%b\r\n5\r\nhello\r\n0\r\n\r\n" % (b"a" * 8192)
    for body, headers, content in (
        (b"5\r\nhello\r\n0\r\nx-amz-checksum-crc32:NhCmhg==\r\n\r\n", FIVE | TRAILER, b"hello"),
        (HELLO, FIVE, b"hello"),
        (b"0\r\n\r\n", {"x-amz-decoded-content-length": "0"}, b""),
        (in_two, {"x-amz-decoded-content-length": "8197"}, b"a" * 8192 + b"hello"),
    ):
        assert send_chunks(s3, bucket, body, headers).status_code == 200
        found = s3.get_object(Bucket=bucket, Key="k")
        assert (found["Body"].read(), found.get("ContentEncoding")) == (content, None)


@pytest.mark.parametrize(
    ("body", "headers", "refusal"),
    [
        (b"5\r\nhello\r\n0\r\nx-amz-checksum-crc32:AAAAAA==\r\n\r\n", FIVE | TRAILER, (400, "BadDigest")),
        (HELLO, FIVE | TRAILER, (400, "MalformedTrailerError")),
        (HELLO, {}, (411, "MissingContentLength")),
        (HELLO, {"x-amz-decoded-content-length": DIGITS}, (411, "MissingContentLength")),
        (HELLO, {"x-amz-decoded-content-length": "²".encode("latin-1")}, (411, "MissingContentLength")),
        (HELLO, {"x-amz-decoded-content-length": "6"}, (400, "IncompleteBody")),
        (b"9\r\nhello", {"x-amz-decoded-content-length": "9"}, (400, "IncompleteBody")),
        (b"f" * 5000 + b"\r\nhello\r\n0\r\n\r\n", FIVE, (400, "IncompleteBody")),
        (b"-5\r\nhello\r\n0\r\n\r\n", FIVE, (400, "IncompleteBody")),
        (b"2\r\nhe\r\n3\r\nllo\r\n0\r\n\r\n", FIVE, (403, "InvalidChunkSizeError")),
        (HELLO, FIVE | {"x-amz-content-sha256": "STREAMING-WITHOUT-END"}, (400, "InvalidArgument")),
        (HELLO, FIVE | SIGNED, (400, "IncompleteBody")),
        (b"5;chunk-signature=0\r\nhello\r\n0;chunk-signature=0\r\n\r\n", FIVE | SIGNED, (400, "IncompleteBody")),
    ],
    ids=[
        "checksum", "no trailer", "no size", "long size", "power", "other size", "cut off", "long chunk", "negative chunk",
        "small chunk", "no such kind", "no signature", "short signature",
    ],
)  # fmt: skip
def test_chunks_are_well_formed(
    s3: Any, bucket: str, body: bytes, headers: dict[str, Any], refusal: tuple[int, str]
) -> None:
    """Amazon S3 API reference, "Signature calculations for trailing headers" and "Error responses"."""
    refused = send_chunks(s3, bucket, body, headers)
    assert (refused.status_code, code_of(refused)) == refusal
    assert "Contents" not in s3.list_objects_v2(Bucket=bucket)


# ----------------------------------------------------------------------------------------------------------- signatures


def example(signatures: tuple[str, ...], trailers: bytes = b"") -> bytes:
    contents = (b"a" * 65536, b"a" * 1024, b"")
    framed = b"".join(
        b"%x;chunk-signature=%b\r\n%b\r\n" % (len(content), signature.encode(), content)
        for content, signature in zip(contents, signatures, strict=True)
    )
    return framed.removesuffix(b"\r\n") + trailers + b"\r\n"


def test_the_example_of_aws_is_signed() -> None:
    """Amazon S3 API reference, "Transferring payload in multiple chunks", example."""
    chunks, _ = chunks_of(example(SIGNATURES))
    ChunkSigner(**EXAMPLE, seed=SEED).check(chunks, None)
    for wrong in (
        {"seed": "0" * 64},
        {"seed": SEED, "secret": "another"},
        {"seed": SEED, "date": "20130525T000000Z"},
    ):
        with pytest.raises(S3Error) as refused:
            ChunkSigner(**{**EXAMPLE, **wrong}).check(chunks, None)
        assert (refused.value.code, refused.value.status) == ("SignatureDoesNotMatch", 403)


@pytest.mark.parametrize("number", range(3))
def test_each_chunk_of_the_example_is_signed(number: int) -> None:
    """Amazon S3 API reference, "Transferring payload in multiple chunks", example."""
    signatures = tuple("0" * 64 if index == number else each for index, each in enumerate(SIGNATURES))
    with pytest.raises(S3Error) as refused:
        ChunkSigner(**EXAMPLE, seed=SEED).check(chunks_of(example(signatures))[0], None)
    assert refused.value.code == "SignatureDoesNotMatch"


def test_trailers_of_the_example_are_signed() -> None:
    """Amazon S3 API reference, "Signature calculations for trailing headers", example."""
    signer = ChunkSigner(**EXAMPLE, seed=SEED_WITH_TRAILER)
    signer.check(*chunks_of(example(SIGNATURES_WITH_TRAILER, SIGNED_CHECKSUM)))
    for trailers, code in (
        (SIGNED_CHECKSUM.replace(b"sOO8", b"AAAA"), "SignatureDoesNotMatch"),
        (SIGNED_CHECKSUM.replace(b"-signature:d8", b"-signature:00"), "SignatureDoesNotMatch"),
        (SIGNED_CHECKSUM.partition(b"\n")[0] + b"\n", "MalformedTrailerError"),
    ):
        with pytest.raises(S3Error) as refused:
            signer.check(*chunks_of(example(SIGNATURES_WITH_TRAILER, trailers)))
        assert refused.value.code == code


def test_signatures_are_not_compared_without_the_secret() -> None:
    """An access key that nobody has issued may have any secret."""
    signer = ChunkSigner(**{**EXAMPLE, "secret": None}, seed=SEED)
    signer.check(chunks_of(example(("0" * 64,) * 3))[0], None)
    with pytest.raises(S3Error) as refused:
        signer.check(chunks_of(HELLO)[0], None)
    assert refused.value.code == "IncompleteBody"


def test_an_account_signs_chunks_with_its_secret(aws: Any, s3: Any, bucket: str) -> None:
    """Amazon S3 API reference, "Error responses": SignatureDoesNotMatch."""
    scope = f"{aws.account_id}/20260101/eu-west-1/s3/aws4_request"
    signer = ChunkSigner(secret="any", credential=scope, date="20260101T000000Z", seed="0")
    dated = FIVE | SIGNED | {"x-amz-date": "20260101T000000Z"}
    first = signer._signature("any", "PAYLOAD", "0", sha256(b""), sha256(b"hello"))
    last = signer._signature("any", "PAYLOAD", first, sha256(b""), sha256(b""))
    body = f"5;chunk-signature={first}\r\nhello\r\n0;chunk-signature={last}\r\n\r\n".encode()
    refused = send_chunks(s3, bucket, body.replace(last.encode(), b"0" * 64), dated)
    assert (refused.status_code, code_of(refused)) == (403, "SignatureDoesNotMatch")
    assert send_chunks(s3, bucket, body, dated).status_code == 200
    assert s3.get_object(Bucket=bucket, Key="k")["Body"].read() == b"hello"


def sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
