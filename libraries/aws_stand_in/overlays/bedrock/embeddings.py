"""Text embeddings of Amazon Titan and Cohere, imitated by hashed bags of words.

Texts that share words get vectors that are near each other, and equal texts get equal ones; there is no meaning
beyond that.

Source: Amazon Bedrock User Guide, "Amazon Titan Embeddings G1 - Text" and "Cohere Embed and Cohere Embed v4 models".
"""

import hashlib
import math
import uuid
from collections.abc import Mapping
from typing import Annotated, Any, Literal

from pydantic import Field

from aws_stand_in.aws_response import NotImitatedError
from aws_stand_in.overlays.bedrock import text
from aws_stand_in.overlays.bedrock.families.body import (
    CamelCaseBody,
    ModelBody,
    malformed,
    read_body,
    validation_error,
)
from aws_stand_in.overlays.bedrock.model_ids import ModelId

V1_DIMENSIONS = 1536
COHERE_DIMENSIONS = 1024
MOST_TOKENS = 8192


class TitanEmbedding1Body(CamelCaseBody):
    """The body that Titan Embeddings G1 takes."""

    input_text: str


class TitanEmbedding2Body(TitanEmbedding1Body):
    """The body that Titan Text Embeddings V2 takes."""

    dimensions: Literal[1024, 512, 256] = 1024
    normalize: bool = True
    embedding_types: Annotated[tuple[Literal["float", "binary"], ...], Field(strict=False, min_length=1)] = (
        "float",
    )


class CohereEmbeddingBody(ModelBody):
    """The body that Cohere Embed takes."""

    texts: Annotated[list[Annotated[str, Field(max_length=2048)]], Field(min_length=1, max_length=96)]
    input_type: Literal["search_document", "search_query", "classification", "clustering"]
    truncate: Literal["NONE", "START", "END", "LEFT", "RIGHT"] = "NONE"
    embedding_types: list[Literal["float", "int8", "uint8", "binary", "ubinary"]] = Field(
        default_factory=list
    )


def is_embedding(model: ModelId) -> bool:
    """Tell whether a model returns embeddings of texts."""
    return model.id.startswith(("amazon.titan-embed-text", "cohere.embed"))


def embed(body: Mapping[str, Any], model: ModelId) -> tuple[dict[str, Any], int]:
    """Answer a request for embeddings.

    Args:
        body: What the model takes.
        model: The model.

    Returns:
        The response body, and the number of input tokens.
    """
    if model.provider == "cohere":
        return _cohere(read_body(CohereEmbeddingBody, body))
    if "v2" in model.name:
        return _titan_2(read_body(TitanEmbedding2Body, body))
    read = read_body(TitanEmbedding1Body, body)
    tokens = _titan_tokens(read)
    return {
        "embedding": _normalized(_hashed(read.input_text, V1_DIMENSIONS)),
        "inputTextTokenCount": tokens,
    }, tokens


def _titan_2(read: TitanEmbedding2Body) -> tuple[dict[str, Any], int]:
    tokens = _titan_tokens(read)
    vector = _hashed(read.input_text, read.dimensions)
    if read.normalize:
        vector = _normalized(vector)
    by_type: dict[str, list[Any]] = {"float": vector, "binary": [int(value > 0) for value in vector]}
    answer = {
        "inputTextTokenCount": tokens,
        "embeddingsByType": {kind: by_type[kind] for kind in read.embedding_types},
    }
    return ({"embedding": vector, **answer} if "float" in read.embedding_types else answer), tokens


def _titan_tokens(read: TitanEmbedding1Body) -> int:
    if not read.input_text.strip():
        raise malformed("#/inputText: expected minLength: 1, actual: 0")
    tokens = text.count_tokens(read.input_text)
    if tokens > MOST_TOKENS:
        raise validation_error(
            f"400 Bad Request: Too many input tokens. Max input tokens: {MOST_TOKENS}, request input token count: {tokens} "
        )
    return tokens


def _cohere(read: CohereEmbeddingBody) -> tuple[dict[str, Any], int]:
    if set(read.embedding_types) - {"float"}:
        raise NotImitatedError("embeddings of other types than float")
    vectors = [_normalized(_hashed(each, COHERE_DIMENSIONS)) for each in read.texts]
    by_type = {"embeddings": {"float": vectors}, "response_type": "embeddings_by_type"}
    floats = {"embeddings": vectors, "response_type": "embeddings_floats"}
    answer = by_type if read.embedding_types else floats
    return {**answer, "id": str(uuid.uuid4()), "texts": read.texts}, sum(map(text.count_tokens, read.texts))


def _normalized(vector: list[float]) -> list[float]:
    length = math.sqrt(sum(value * value for value in vector))
    return [value / length for value in vector]


def _hashed(source: str, dimensions: int) -> list[float]:
    vector = [0.0] * dimensions
    for word in text.key_words(source) or [source]:
        digest = int.from_bytes(hashlib.blake2b(text.stem(word).encode(), digest_size=8).digest(), "big")
        vector[digest % dimensions] += 1.0 if digest >> 63 else -1.0
    return vector if any(vector) else [1.0, *vector[1:]]
