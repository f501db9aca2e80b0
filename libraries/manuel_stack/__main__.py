"""Create Manuel's resources in the AWS stand-in at AWS_ENDPOINT_URL, and print their names as lines to export.

```
eval "$(python -m manuel_stack dev)"
```
"""

import os
import sys
from urllib.parse import urlsplit

from manuel_stack.resources import create_manuel_resources

OF_THE_TESTS = ("user_pool_id", "user_pool_client_id")
"""The names that the tests take from `MANUEL_…` where a settings file has none."""


def main() -> int:
    """Create everything for the stage that is the only argument.

    Returns:
        Exit status: 0, or 2 if the argument or the endpoint is not right.
    """
    endpoint, account_id = os.environ.get("AWS_ENDPOINT_URL", ""), os.environ.get("AWS_ACCESS_KEY_ID", "")
    if len(sys.argv) != 2 or urlsplit(endpoint).hostname not in ("127.0.0.1", "::1", "localhost"):  # noqa: PLR2004
        print(
            "usage: python -m manuel_stack STAGE, with AWS_ENDPOINT_URL on this machine and AWS_ACCESS_KEY_ID=<account> "
            "as `python -m aws_stand_in` prints them",
            file=sys.stderr,
        )
        return 2
    import boto3

    resources = create_manuel_resources(boto3.Session(), endpoint, sys.argv[1], account_id)
    names = vars(resources)
    for name, value in names.items():
        print(f"export {name.upper()}={value}")
    for name in OF_THE_TESTS:
        print(f"export MANUEL_{name.upper()}={names[name]}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
