"""Create Manuel's resources in the AWS stand-in at AWS_ENDPOINT_URL, and print their names as lines to export.

```
eval "$(python -m manuel_stack dev)"
```
"""

import os
import re
import sys

from manuel_stack.resources import create_manuel_resources
from request_gate.hosts import host_of, is_loopback

OF_THE_TESTS = ("user_pool_id", "user_pool_client_id")
"""The names that the tests take from `MANUEL_…` where a settings file has none."""
USAGE = (
    "usage: python -m manuel_stack STAGE, with AWS_ENDPOINT_URL on this machine and AWS_ACCESS_KEY_ID=<account> "
    "as `python -m aws_stand_in` prints them"
)
_STAGE = re.compile(r"[a-z0-9-]+")
_ACCOUNT = re.compile(r"[0-9]{12}")


def main() -> int:
    """Create everything for the stage that is the only argument.

    Returns:
        Exit status: 0; 1 if AWS refuses something or does not respond; 2 if the argument or a variable is not right.
    """
    stages, endpoint = sys.argv[1:], os.environ.get("AWS_ENDPOINT_URL", "")
    account_id = os.environ.get("AWS_ACCESS_KEY_ID", "")
    if len(stages) != 1 or not is_loopback(host_of(endpoint)) or not _ACCOUNT.fullmatch(account_id):
        print(USAGE, file=sys.stderr)
        return 2
    if not _STAGE.fullmatch(stages[0]):
        print(
            f"a stage has only a-z, 0-9 and -, since buckets are named after it: {stages[0]!r}",
            file=sys.stderr,
        )
        return 2
    return _create(endpoint, stages[0], account_id)


def _create(endpoint: str, stage: str, account_id: str) -> int:
    import boto3
    from botocore.exceptions import BotoCoreError, ClientError

    try:
        resources = create_manuel_resources(boto3.Session(), endpoint, stage, account_id)
    except (BotoCoreError, ClientError, ValueError) as error:  # ValueError: the endpoint has no usable port
        print(f"not everything could be created at {endpoint}: {_in_a_line(error)}", file=sys.stderr)
        return 1
    names = vars(resources)
    for name, value in names.items():
        print(f"export {name.upper()}={value}")
    for name in OF_THE_TESTS:
        print(f"export MANUEL_{name.upper()}={names[name]}")
    return 0


def _in_a_line(error: Exception) -> str:
    exists = "exists" in str(error) or "already" in str(error)
    hint = (
        "; POST /_mockaws/reset removes what is there, AWS_ACCESS_KEY_ID chooses another account"
        if exists
        else ""
    )
    return " ".join(str(error).split()).rstrip(".") + hint


if __name__ == "__main__":
    sys.exit(main())
