"""The submission of new manuals to a user's library."""

import hashlib
import random
from datetime import timedelta
from uuid import UUID

from manuel_sandbox.aws.table import ConditionNotMetError, TableClient
from manuel_sandbox.domain.errors import FieldProblem, IdempotencyKeyReusedError, InvalidFieldError
from manuel_sandbox.domain.ingestion import Ingestion
from manuel_sandbox.domain.library import Library, Manual
from manuel_sandbox.domain.manual_files import ManualFiles, NotAPdfError, read_pdf
from manuel_sandbox.times import Clock, iso

KEY_LIFETIME = timedelta(hours=24)


class ManualSubmission:
    """Stores new manuals and has them indexed.

    Each step can be repeated safely, so that a submission that has failed halfway is completed by the same submission with the
    same key.
    """

    def __init__(  # noqa: PLR0913 - its dependencies
        self,
        *,
        files: ManualFiles,
        library: Library,
        ingestion: Ingestion,
        table: TableClient,
        clock: Clock,
        random_source: random.Random,
    ) -> None:
        self._files = files
        self._library = library
        self._ingestion = ingestion
        self._table = table
        self._clock = clock
        self._random = random_source

    def submit(
        self, owner: str, name: str, content: bytes, *, field: str, idempotency_key: str | None
    ) -> Manual:
        """Add a manual to a user's library.

        Args:
            owner: The user.
            name: The file name.
            content: The PDF.
            field: The field of the request that contains the PDF, for the message if it is not valid.
            idempotency_key: The key that the client has chosen for this submission.

        Raises:
            InvalidFieldError: The file is not a readable PDF.
            IdempotencyKeyReusedError: The key has been used with another file.
            DependencyError: S3 or DynamoDB has finally failed.
        """
        try:
            facts = read_pdf(content)
        except NotAPdfError as error:
            raise InvalidFieldError(FieldProblem(field, str(error))) from None
        manual_id = str(time_ordered_uuid(self._clock(), self._random))
        if idempotency_key is not None:
            manual_id = self._claim(owner, idempotency_key, _fingerprint(name, content), manual_id)
            known = self._library.find(owner, manual_id)
            if known is not None:
                return known
        manual = Manual(
            manual_id=manual_id,
            owner=owner,
            name=name,
            size=len(content),
            pages=facts.pages,
            chunks=facts.chunks,
            upload_date=iso(self._clock()),
        )
        self._files.store(manual, content)
        self._library.add(manual)
        return self._ingestion.begin(manual)

    def _claim(self, owner: str, key: str, fingerprint: str, manual_id: str) -> str:
        """Return the id of the manual that belongs to a key: the given id, or that of the first submission with the key."""
        now = self._clock()
        claim = {
            "user_id": f"idempotency_key#{owner}",
            "date": hashlib.sha256(key.encode()).hexdigest(),
            "manual_id": manual_id,
            "fingerprint": fingerprint,
            "ttl": int(now + KEY_LIFETIME.total_seconds()),
        }
        try:
            self._table.put(
                claim, condition="attribute_not_exists(user_id) OR #ttl < :now", values={"now": int(now)}
            )
        except ConditionNotMetError as failed:
            if failed.row["fingerprint"] != fingerprint:
                problem = FieldProblem("Idempotency-Key", "it has already been used with another file")
                raise IdempotencyKeyReusedError(problem) from None
            return str(failed.row["manual_id"])
        return manual_id


def time_ordered_uuid(moment: float, random_source: random.Random) -> UUID:
    """Return a UUID of version 7 (RFC 9562, section 5.7), which sorts after earlier ones."""
    milliseconds = int(moment * 1000) & (2**48 - 1)
    value = milliseconds << 80 | 0x7 << 76 | random_source.getrandbits(12) << 64
    return UUID(int=value | 0b10 << 62 | random_source.getrandbits(62))


def _fingerprint(name: str, content: bytes) -> str:
    return hashlib.sha256(name.encode() + b"\0" + content).hexdigest()
