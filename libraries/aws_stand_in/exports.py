"""The environment variables that point a program at a stand-in."""

import shlex
from collections.abc import Mapping


def variables(url: str, account_id: str, region: str) -> dict[str, str]:
    """Return the variables that every AWS SDK and the AWS CLI read.

    `AWS_DISABLE_HOST_PREFIX_INJECTION` keeps SDKs from putting a prefix before `127.0.0.1`, which no resolver knows;
    `AWS_RETRY_MODE` keeps versions of botocore before 1.44 from retrying a failing call for 25 seconds.
    """
    return {
        "AWS_ENDPOINT_URL": url,
        "AWS_ACCESS_KEY_ID": account_id,
        "AWS_SECRET_ACCESS_KEY": "any",
        "AWS_REGION": region,
        "AWS_DEFAULT_REGION": region,
        "AWS_DISABLE_HOST_PREFIX_INJECTION": "true",
        "AWS_EC2_METADATA_DISABLED": "true",
        "AWS_RETRY_MODE": "standard",
    }


def export_lines(exported: Mapping[str, str]) -> list[str]:
    """Return `export NAME=value` lines for a POSIX shell."""
    return [f"export {name}={shlex.quote(value)}" for name, value in exported.items()]
