"""The foundation models that Bedrock offers, as far as applications choose among them.

Source: Amazon Bedrock User Guide, "Supported foundation models in Amazon Bedrock", "Supported Regions and models for
inference profiles", "Supported models and model features" of Converse, and "Prompt caching for faster model inference".
"""

from collections.abc import Mapping
from dataclasses import dataclass

PROVIDERS: Mapping[str, str] = {
    "amazon": "Amazon", "anthropic": "Anthropic", "cohere": "Cohere", "meta": "Meta", "mistral": "Mistral AI",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class FoundationModel:
    """What a model can do.

    Attributes:
        id: The model's id.
        title: The model's display name.
        inputs: What it takes: `TEXT`, `IMAGE`, `VIDEO`.
        output: What it returns: `TEXT`, `EMBEDDING`.
        is_on_demand: Whether it can be called by its own id.
        has_profiles: Whether it can be called through inference profiles.
        takes_system: Whether it takes system prompts.
        takes_tools: Whether it takes tools.
        caches: Whether it takes cache points.
        status: `ACTIVE` or `LEGACY`.
        longest_answer: How many tokens an answer may have; None if that is not known.
    """

    id: str
    title: str
    inputs: tuple[str, ...] = ("TEXT",)
    output: str = "TEXT"
    is_on_demand: bool = True
    has_profiles: bool = True
    takes_system: bool = True
    takes_tools: bool = True
    caches: bool = False
    status: str = "ACTIVE"
    longest_answer: int | None = None

    @property
    def provider(self) -> str:
        """The company's name."""
        return PROVIDERS[self.id.partition(".")[0]]

    @property
    def inference_types(self) -> list[str]:
        """How it can be called, in Bedrock's terms."""
        kinds = {"ON_DEMAND": self.is_on_demand, "INFERENCE_PROFILE": self.has_profiles}
        return [kind for kind, is_offered in kinds.items() if is_offered]


_SEEING = ("TEXT", "IMAGE")
_WATCHING = ("TEXT", "IMAGE", "VIDEO")

MODELS: Mapping[str, FoundationModel] = {
    model.id: model
    for model in (
        FoundationModel("amazon.titan-text-lite-v1", "Titan Text G1 - Lite",
                        has_profiles=False, takes_system=False, takes_tools=False, status="LEGACY"),
        FoundationModel("amazon.titan-text-express-v1", "Titan Text G1 - Express",
                        has_profiles=False, takes_system=False, takes_tools=False, status="LEGACY"),
        FoundationModel("amazon.titan-text-premier-v1:0", "Titan Text G1 - Premier",
                        has_profiles=False, takes_system=False, takes_tools=False, status="LEGACY"),
        FoundationModel("amazon.titan-embed-text-v1", "Titan Embeddings G1 - Text", output="EMBEDDING", has_profiles=False),
        FoundationModel("amazon.titan-embed-text-v2:0", "Titan Text Embeddings V2", output="EMBEDDING", has_profiles=False),
        FoundationModel("amazon.nova-micro-v1:0", "Nova Micro", caches=True, longest_answer=10_000),
        FoundationModel("amazon.nova-lite-v1:0", "Nova Lite", _WATCHING, caches=True, longest_answer=10_000),
        FoundationModel("amazon.nova-pro-v1:0", "Nova Pro", _WATCHING, caches=True, longest_answer=10_000),
        FoundationModel("anthropic.claude-3-haiku-20240307-v1:0", "Claude 3 Haiku", _SEEING, longest_answer=4096),
        FoundationModel("anthropic.claude-3-sonnet-20240229-v1:0", "Claude 3 Sonnet",
                        _SEEING, status="LEGACY", longest_answer=4096),
        FoundationModel("anthropic.claude-3-5-sonnet-20240620-v1:0", "Claude 3.5 Sonnet", _SEEING, longest_answer=8192),
        FoundationModel("anthropic.claude-3-5-haiku-20241022-v1:0", "Claude 3.5 Haiku",
                        longest_answer=8192, is_on_demand=False, caches=True),
        FoundationModel("anthropic.claude-3-7-sonnet-20250219-v1:0", "Claude 3.7 Sonnet",
                        _SEEING, is_on_demand=False, caches=True),
        FoundationModel("anthropic.claude-sonnet-4-20250514-v1:0", "Claude Sonnet 4", _SEEING, is_on_demand=False, caches=True),
        FoundationModel("anthropic.claude-sonnet-4-5-20250929-v1:0", "Claude Sonnet 4.5",
                        _SEEING, is_on_demand=False, caches=True),
        FoundationModel("anthropic.claude-haiku-4-5-20251001-v1:0", "Claude Haiku 4.5", _SEEING, is_on_demand=False, caches=True),
        FoundationModel("cohere.command-text-v14", "Command",
                        has_profiles=False, takes_system=False, takes_tools=False, status="LEGACY"),
        FoundationModel("cohere.command-r-v1:0", "Command R", has_profiles=False),
        FoundationModel("cohere.command-r-plus-v1:0", "Command R+", has_profiles=False),
        FoundationModel("cohere.embed-english-v3", "Embed English", output="EMBEDDING", has_profiles=False),
        FoundationModel("cohere.embed-multilingual-v3", "Embed Multilingual", output="EMBEDDING", has_profiles=False),
        FoundationModel("meta.llama3-8b-instruct-v1:0", "Llama 3 8B Instruct", has_profiles=False, takes_tools=False),
        FoundationModel("meta.llama3-70b-instruct-v1:0", "Llama 3 70B Instruct", has_profiles=False, takes_tools=False),
        FoundationModel("meta.llama3-1-8b-instruct-v1:0", "Llama 3.1 8B Instruct"),
        FoundationModel("meta.llama3-2-3b-instruct-v1:0", "Llama 3.2 3B Instruct", is_on_demand=False, takes_tools=False),
        FoundationModel("mistral.mistral-7b-instruct-v0:2", "Mistral 7B Instruct",
                        has_profiles=False, takes_system=False, takes_tools=False),
        FoundationModel("mistral.mixtral-8x7b-instruct-v0:1", "Mixtral 8x7B Instruct",
                        has_profiles=False, takes_system=False, takes_tools=False),
        FoundationModel("mistral.mistral-large-2402-v1:0", "Mistral Large (24.02)", has_profiles=False),
        FoundationModel("mistral.mistral-small-2402-v1:0", "Mistral Small (24.02)", has_profiles=False),
    )
}  # fmt: skip


def model(model_id: str) -> FoundationModel | None:
    """Return a model by its id; None if it is not in the catalogue."""
    return MODELS.get(model_id)
