"""The operations on foundation models and inference profiles."""

from collections.abc import Iterator, Mapping
from typing import Any

from aws_stand_in.aws_request import AwsRequest
from aws_stand_in.aws_response import AwsError
from aws_stand_in.overlays.bedrock.catalogue import MODELS, FoundationModel
from aws_stand_in.overlays.bedrock.model_ids import geographies
from aws_stand_in.overlays.paging import page

_REGIONS: Mapping[str, tuple[str, ...]] = {
    "us": ("us-east-1", "us-east-2", "us-west-2"),
    "eu": ("eu-central-1", "eu-north-1", "eu-west-1", "eu-west-3"),
    "apac": ("ap-northeast-1", "ap-south-1", "ap-southeast-1", "ap-southeast-2"),
    "us-gov": ("us-gov-east-1", "us-gov-west-1"),
}
"""Where a profile sends requests, by its geography."""


class ModelOperations:
    """Answers the operations on models: the same in every account."""

    def list_foundation_models(self, request: AwsRequest) -> dict[str, Any]:
        """List the models that have what is asked for."""
        given = request.parameters
        return {
            "modelSummaries": [
                _describe_model(model, request.region)
                for model in MODELS.values()
                if _is_wanted(model, given)
            ]
        }

    def get_foundation_model(self, request: AwsRequest) -> dict[str, Any]:
        """Describe a model."""
        wanted = request.parameters["modelIdentifier"].rpartition("/")[2]
        model = MODELS.get(wanted)
        if model is None:
            raise AwsError("ValidationException", "The provided model identifier is invalid.", status=400)
        return {"modelDetails": _describe_model(model, request.region)}

    def list_inference_profiles(self, request: AwsRequest) -> dict[str, Any]:
        """List the profiles that AWS defines for the region; applications have none."""
        given = request.parameters
        profiles = _profiles(request) if given.get("typeEquals") != "APPLICATION" else iter(())
        return page(profiles, given, "inferenceProfileSummaries")

    def get_inference_profile(self, request: AwsRequest) -> dict[str, Any]:
        """Describe a profile."""
        wanted = request.parameters["inferenceProfileIdentifier"]
        for profile in _profiles(request):
            if wanted in (profile["inferenceProfileId"], profile["inferenceProfileArn"]):
                return profile
        raise AwsError("ResourceNotFoundException", f"Unable to find inference profile {wanted}.", status=404)


def _is_wanted(model: FoundationModel, given: Mapping[str, Any]) -> bool:
    return (
        given.get("byProvider", model.provider).lower() == model.provider.lower()
        and given.get("byOutputModality", model.output) == model.output
        and given.get("byInferenceType", "ON_DEMAND") == "ON_DEMAND"
        and (model.is_on_demand or "byInferenceType" not in given)
        and "byCustomizationType" not in given
    )


def _describe_model(model: FoundationModel, region: str) -> dict[str, Any]:
    return {
        "modelArn": f"arn:aws:bedrock:{region}::foundation-model/{model.id}",
        "modelId": model.id,
        "modelName": model.title,
        "providerName": model.provider,
        "inputModalities": list(model.inputs),
        "outputModalities": [model.output],
        "responseStreamingSupported": model.output == "TEXT",
        "customizationsSupported": [],
        "inferenceTypesSupported": model.inference_types,
        "modelLifecycle": {"status": model.status},
    }


def _profiles(request: AwsRequest) -> Iterator[dict[str, Any]]:
    for geography in geographies(request.region):
        for model in MODELS.values():
            if model.has_profiles and geography in _REGIONS:
                yield _profile(model, geography, request)


def _profile(model: FoundationModel, geography: str, request: AwsRequest) -> dict[str, Any]:
    identity = f"{geography}.{model.id}"
    regions = _REGIONS[geography]
    arn = f"arn:aws:bedrock:{request.region}:{request.account_id}:inference-profile/{identity}"
    return {
        "inferenceProfileName": f"{geography.upper()} {model.provider} {model.title}",
        "description": f"Routes requests to {model.provider} {model.title} in {', '.join(regions)}.",
        "inferenceProfileArn": arn,
        "models": [
            {"modelArn": f"arn:aws:bedrock:{region}::foundation-model/{model.id}"} for region in regions
        ],
        "inferenceProfileId": identity,
        "status": "ACTIVE",
        "type": "SYSTEM_DEFINED",
    }
