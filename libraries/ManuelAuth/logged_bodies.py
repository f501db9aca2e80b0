"""What botocore logs of the calls of Cognito."""

import logging


def keep_bodies_out_of_the_log() -> None:
    """Keep botocore from logging at DEBUG, where it writes whole requests and responses, tokens included."""
    logging.getLogger("botocore").setLevel(logging.INFO)
