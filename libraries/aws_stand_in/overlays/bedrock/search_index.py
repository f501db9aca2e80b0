"""The index of a knowledge base: full-text search in SQLite (FTS5, BM25, Porter stemming).

Bedrock searches by the distance between embeddings, this index by words: a chunk that shares no word with the
question is not found, where Bedrock would still return the nearest of all.
"""

import json
import sqlite3
import weakref
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from aws_stand_in.overlays.bedrock import text
from aws_stand_in.overlays.bedrock.documents import Chunk
from aws_stand_in.overlays.bedrock.metadata_filters import Predicate

_SCHEMA = """
CREATE VIRTUAL TABLE chunks USING fts5(
    text, source UNINDEXED, uri UNINDEXED, page UNINDEXED, metadata UNINDEXED, tokenize = 'porter unicode61'
)
"""


@dataclass(frozen=True, slots=True)
class Hit:
    """A chunk that was found.

    Attributes:
        text: The chunk.
        uri: `s3://bucket/key` of its document.
        page: The page number; None for formats without pages.
        metadata: Attributes from the document's metadata file.
        chunk_id: The number of the chunk in the index.
        data_source_id: The data source that it was ingested from.
        score: 0 to 1; that of the best hit is the share of the question's words that it contains.
    """

    text: str
    uri: str
    page: int | None
    metadata: Mapping[str, Any]
    chunk_id: int
    data_source_id: str
    score: float


class SearchIndex:
    """The chunks of one knowledge base. Not for use by several threads at once."""

    def __init__(self) -> None:
        self._database = sqlite3.connect(":memory:", check_same_thread=False)
        weakref.finalize(self, self._database.close)
        self._database.execute(_SCHEMA)
        self._rows: dict[tuple[str, str], list[int | None]] = {}

    def replace(
        self, data_source_id: str, uri: str, chunks: Iterable[Chunk], metadata: Mapping[str, Any]
    ) -> None:
        """Replace the chunks of a document."""
        self.remove(data_source_id, uri)
        held = json.dumps(metadata)
        insert = "INSERT INTO chunks (text, source, uri, page, metadata) VALUES (?, ?, ?, ?, ?)"
        self._rows[data_source_id, uri] = [
            self._database.execute(insert, (chunk.text, data_source_id, uri, chunk.page, held)).lastrowid
            for chunk in chunks
        ]

    def remove(self, data_source_id: str, uri: str) -> None:
        """Drop one document."""
        rows = self._rows.pop((data_source_id, uri), ())
        self._database.executemany("DELETE FROM chunks WHERE rowid = ?", [(row,) for row in rows])

    def remove_all(self, data_source_id: str) -> None:
        """Drop all documents of a data source."""
        for source, uri in list(self._rows):
            if source == data_source_id:
                self.remove(source, uri)

    def search(self, question: str, accept: Predicate, limit: int) -> list[Hit]:
        """Return the chunks that match a question best, best first, of those whose metadata `accept` allows."""
        asked = list(dict.fromkeys(text.key_words(question)))
        if not asked:
            return []
        rows = self._database.execute(
            "SELECT rowid, text, source, uri, page, metadata, rank FROM chunks WHERE chunks MATCH ? ORDER BY rank, rowid",
            (" OR ".join(f'"{word}"' for word in asked),),
        )
        hits: list[Hit] = []
        best = scale = 0.0
        for row_id, chunk, source, uri, page, held, rank in rows:
            metadata = json.loads(held)
            if not accept(metadata):
                continue
            if not hits:
                best, scale = rank, _share(asked, chunk)
            hits.append(Hit(chunk, uri, page, metadata, row_id, source, round(scale * rank / best, 6)))
            if len(hits) == limit:
                break
        return hits

    def close(self) -> None:
        """Free the memory."""
        self._database.close()


def _share(asked: list[str], chunk: str) -> float:
    stems = {text.stem(word) for word in text.words(chunk)}
    return max(sum(text.stem(word) in stems for word in asked), 1) / len(asked)
