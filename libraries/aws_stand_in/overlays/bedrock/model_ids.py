"""Which model a request means: an id of a foundation model or of an inference profile, or an ARN."""

import re
from dataclasses import dataclass
from functools import lru_cache

from aws_stand_in.aws_response import AwsError, NotImitatedError
from aws_stand_in.overlays.bedrock import catalogue

_GEOGRAPHIES = {
    "us-gov": ("us-gov",),
    "us": ("us",),
    "eu": ("eu",),
    "ap": ("apac", "jp", "au"),
    "ca": ("us", "ca"),
}
_MODEL = re.compile(
    r"(?:(?P<geography>us-gov|us|eu|apac|jp|au|ca|global)\.)?(?P<provider>[a-z0-9]+)\.(?P<name>[\w.:-]+)"
)
_ARN = re.compile(r"arn:aws[\w-]*:bedrock:[a-z0-9-]{1,20}:(?:\d{12})?:(?P<kind>[a-z-]+)/(?P<id>.+)")
_MODEL_KINDS = ("foundation-model", "inference-profile")
_OTHER_KINDS = (
    "application-inference-profile", "custom-model", "custom-model-deployment", "default-prompt-router", "imported-model",
    "prompt", "prompt-router", "provisioned-model",
)  # fmt: skip
_KNOWN_PROVIDERS = frozenset(
    {"ai21", "amazon", "anthropic", "cohere", "deepseek", "google", "luma", "meta", "minimax", "mistral"}
    | {"moonshot", "nvidia", "openai", "qwen", "stability", "twelvelabs", "writer"}
)


@dataclass(frozen=True, slots=True)
class ModelId:
    """The model that a request means.

    Attributes:
        provider: The company, such as `anthropic`.
        name: The rest of the model's id, such as `claude-3-haiku-20240307-v1:0`.
    """

    provider: str
    name: str

    @property
    def id(self) -> str:
        """The id of the foundation model."""
        return f"{self.provider}.{self.name}"

    @property
    def described(self) -> catalogue.FoundationModel | None:
        """What the catalogue has about it; None for a model that is not there, which is taken to be able to do everything."""
        return catalogue.model(self.id)


@lru_cache(maxsize=1024)
def model_of(identifier: str, region: str) -> ModelId:
    """Return the model that an identifier means.

    Args:
        identifier: `modelId` of a request.
        region: Where the request is sent to.

    Raises:
        AwsError: ValidationException: there is no such model, or not in this way.
        NotImitatedError: A custom, imported or provisioned model, a prompt or a prompt router.
    """
    arn = _ARN.fullmatch(identifier)
    kind = arn["kind"] if arn else ""
    if kind in _OTHER_KINDS:
        raise NotImitatedError(f"models of the kind {kind}")
    found = _MODEL.fullmatch(arn["id"] if arn else identifier)
    if (
        found is None
        or found["provider"] not in _KNOWN_PROVIDERS
        or (arn is not None and kind not in _MODEL_KINDS)
        or (kind == "inference-profile" and not found["geography"])
        or not _is_in(region, found["geography"])
    ):
        raise AwsError("ValidationException", "The provided model identifier is invalid.", status=400)
    model = ModelId(found["provider"], found["name"])
    _check_throughput(model, found["geography"], identifier)
    return model


def geographies(region: str) -> tuple[str, ...]:
    """Return the geographies whose inference profiles a region has."""
    return next((names for start, names in _GEOGRAPHIES.items() if region.startswith(f"{start}-")), ())


def _is_in(region: str, geography: str | None) -> bool:
    return geography in (None, "global", *geographies(region))


def _check_throughput(model: ModelId, geography: str | None, identifier: str) -> None:
    described = model.described
    if described is None:
        return
    if geography and not described.has_profiles:
        raise AwsError("ValidationException", "The provided model identifier is invalid.", status=400)
    if not geography and not described.is_on_demand:
        raise AwsError(
            "ValidationException",
            f"Invocation of model ID {identifier} with on-demand throughput isn\u2019t supported. Retry your request with the ID "
            "or ARN of an inference profile that contains this model.",
            status=400,
        )
