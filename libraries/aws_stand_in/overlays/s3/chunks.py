"""Content in chunks, `aws-chunked`: put together, and the signatures of the chunks verified.

Source: Amazon S3 API reference, "Signature calculations for the Authorization header: Transferring payload in multiple chunks"
and "Signature calculations for trailing headers".
"""

import hashlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from aws_stand_in.overlays.s3.errors import S3Error, malformed_trailer, signature_does_not_match
from aws_stand_in.overlays.s3.signatures import ALGORITHM, signature

SMALLEST_CHUNK = 8192
_SIGNATURE_OF_TRAILERS = "x-amz-trailer-signature"
_HEAD = re.compile(rb"([0-9A-Fa-f]{1,16})(?:;chunk-signature=([0-9a-f]{64})|;.*)?")


@dataclass(frozen=True, slots=True)
class BodyChunk:
    """A chunk.

    Attributes:
        content: Its content; that of the last one is empty.
        signature: Its signature; None if it has none that could be one.
    """

    content: bytes
    signature: str | None


def chunks_of(body: bytes) -> tuple[list[BodyChunk], dict[str, str]]:
    """Return the chunks of a body, the empty one at their end as well, and the trailers, whose names are in lower case.

    Raises:
        S3Error: The body ends too early, or a chunk before the last one is too small.
    """
    chunks: list[BodyChunk] = []
    position = 0
    while True:
        end = body.find(b"\r\n", position)
        head = _HEAD.fullmatch(body[position:end]) if end >= 0 else None
        if head is None:
            raise _cut_off()
        length, start = int(head[1], 16), end + 2
        chunks.append(BodyChunk(body[start : start + length], head[2].decode() if head[2] else None))
        if length == 0:
            _check_sizes(chunks)
            return chunks, _trailers(body[start:])
        if body[start + length : start + length + 2] != b"\r\n":
            raise _cut_off()
        position = start + length + 2


def _check_sizes(chunks: Sequence[BodyChunk]) -> None:
    if any(len(chunk.content) < SMALLEST_CHUNK for chunk in chunks[:-2]):
        raise S3Error(
            "InvalidChunkSizeError",
            f"Only the last chunk is allowed to have a size less than {SMALLEST_CHUNK} bytes",
            status=403,
        )


def _cut_off() -> S3Error:
    return S3Error("IncompleteBody", "The request body terminated unexpectedly")


def _trailers(tail: bytes) -> dict[str, str]:
    lines = (line.decode("latin-1").partition(":") for line in tail.splitlines())
    return {name.strip().lower(): value.strip() for name, found, value in lines if found}


@dataclass(frozen=True, slots=True)
class ChunkSigner:
    """What chunks are signed with.

    Attributes:
        secret: The secret key; None if it is not known.
        credential: Access key and scope.
        date: When the request was signed.
        seed: The signature of the request's header.
    """

    secret: str | None
    credential: str
    date: str
    seed: str

    def check(self, chunks: Sequence[BodyChunk], trailers: Mapping[str, str] | None) -> None:
        """Refuse chunks or trailers that are not signed with this.

        Args:
            chunks: The chunks, the empty one at their end as well.
            trailers: By names in lower case; None if they are not signed.

        Raises:
            S3Error: A signature is missing, or another one.
        """
        if any(chunk.signature is None for chunk in chunks):
            raise _cut_off()
        if trailers is not None and _SIGNATURE_OF_TRAILERS not in trailers:
            raise malformed_trailer()
        if self.secret is not None:
            self._verify(self.secret, chunks, trailers)

    def _verify(self, secret: str, chunks: Sequence[BodyChunk], trailers: Mapping[str, str] | None) -> None:
        previous, nothing = self.seed, _hashed(b"")
        for chunk in chunks:
            signed = self._signature(secret, "PAYLOAD", previous, nothing, _hashed(chunk.content))
            previous = _same(chunk.signature, signed)
        if trailers is not None:
            lines = (
                f"{name}:{value}\n" for name, value in trailers.items() if name != _SIGNATURE_OF_TRAILERS
            )
            signed = self._signature(secret, "TRAILER", previous, _hashed("".join(lines).encode("latin-1")))
            _same(trailers[_SIGNATURE_OF_TRAILERS], signed)

    def _signature(self, secret: str, kind: str, previous: str, *hashes: str) -> str:
        scope = self.credential.partition("/")[2]
        text = "\n".join((f"{ALGORITHM}-{kind}", self.date, scope, previous, *hashes))
        return signature(secret, self.credential, text)


def _hashed(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _same(given: str | None, calculated: str) -> str:
    if given != calculated:
        raise signature_does_not_match()
    return calculated
