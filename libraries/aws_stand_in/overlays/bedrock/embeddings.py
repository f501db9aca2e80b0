"""Amazon Titan text embeddings, imitated by hashed bags of words.

Texts that share words get vectors that are near each other, and equal texts get equal ones; there is no meaning
beyond that.
"""

import hashlib
import math
from collections.abc import Mapping
from typing import Any

from aws_stand_in.aws_response import AwsError
from aws_stand_in.overlays.bedrock import text

V1_DIMENSIONS = 1536
V2_DIMENSIONS = (1024, 512, 256)


def titan_embedding(body: Mapping[str, Any], model: str) -> tuple[dict[str, Any], int]:
    """Answer a Titan embedding request.

    Args:
        body: `{"inputText": …}`; for version 2 also `dimensions` (1024, 512 or 256) and `normalize`.
        model: The part of the model id after `amazon.`.

    Returns:
        The response body, and the number of input tokens.
    """
    source = body.get("inputText")
    if not isinstance(source, str) or not source.strip():
        raise AwsError(
            "ValidationException", "Malformed input request: #: required key [inputText] not found"
        )
    dimensions = body.get("dimensions", V2_DIMENSIONS[0]) if "v2" in model else V1_DIMENSIONS
    if dimensions not in (*V2_DIMENSIONS, V1_DIMENSIONS):
        raise AwsError("ValidationException", f"dimensions: {dimensions} is not one of 1024, 512, 256")
    vector = _hashed(source, dimensions)
    if body.get("normalize", True):
        length = math.sqrt(sum(value * value for value in vector))
        vector = [value / length for value in vector]
    tokens = text.count_tokens(source)
    answer: dict[str, Any] = {"embedding": vector, "inputTextTokenCount": tokens}
    if "v2" in model:
        answer["embeddingsByType"] = {"float": vector}
    return answer, tokens


def _hashed(source: str, dimensions: int) -> list[float]:
    vector = [0.0] * dimensions
    for word in text.key_words(source) or [source]:
        digest = int.from_bytes(hashlib.blake2b(text.stem(word).encode(), digest_size=8).digest(), "big")
        vector[digest % dimensions] += 1.0 if digest >> 63 else -1.0
    return vector if any(vector) else [1.0, *vector[1:]]
