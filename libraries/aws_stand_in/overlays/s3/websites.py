"""What configurations of websites have to be: they are kept, and nothing is served by them.

Source: Amazon S3 API reference, PutBucketWebsite; LocalStack 4.14.0, services/s3/validation.py, which is validated against
AWS.
"""

from collections.abc import Mapping
from typing import Any

from aws_stand_in.overlays.s3.call import S3Call
from aws_stand_in.overlays.s3.errors import invalid_argument, invalid_request, malformed_xml


def check_website(call: S3Call) -> None:
    """Refuse an invalid configuration."""
    website = call.parameters["WebsiteConfiguration"]
    redirection = website.get("RedirectAllRequestsTo")
    if redirection is None:
        _check_pages(website)
    elif len(website) > 1:
        raise invalid_argument(
            "RedirectAllRequestsTo cannot be provided in conjunction with other Routing Rules.",
            "RedirectAllRequestsTo",
            "not null",
        )
    else:
        _check_protocol(redirection)


def _check_pages(website: Mapping[str, Any]) -> None:
    index = website.get("IndexDocument")
    if index is None:
        raise invalid_argument(
            "A value for IndexDocument Suffix must be provided if RedirectAllRequestsTo is empty",
            "IndexDocument",
            "null",
        )
    suffix = index["Suffix"] or ""
    if not suffix or "/" in suffix:
        raise invalid_argument("The IndexDocument Suffix is not well formed", "IndexDocument", suffix)
    if "RoutingRules" in website and not website["RoutingRules"]:
        raise malformed_xml()
    for rule in website.get("RoutingRules") or ():
        _check_rule(rule)


def _check_rule(rule: Mapping[str, Any]) -> None:
    redirection = rule.get("Redirect") or {}
    if {"ReplaceKeyPrefixWith", "ReplaceKeyWith"} <= redirection.keys():
        raise invalid_request("You can only define ReplaceKeyPrefix or ReplaceKey but not both.")
    if "Condition" in rule and not rule["Condition"]:
        raise invalid_request(
            "Condition cannot be empty. To redirect all requests without a condition, the condition element shouldn't be "
            "present."
        )
    _check_protocol(redirection)


def _check_protocol(redirection: Mapping[str, Any]) -> None:
    if redirection.get("Protocol") not in (None, "http", "https"):
        raise invalid_request(
            "Invalid protocol, protocol can be http or https. If not defined the protocol will be selected automatically."
        )
