"""What keeps the machine's own AWS settings away from a process."""

import os

WITHOUT_MACHINE_SETTINGS = {
    "AWS_CONFIG_FILE": os.devnull,
    "AWS_SHARED_CREDENTIALS_FILE": os.devnull,
    "AWS_EC2_METADATA_DISABLED": "true",
}
"""AWS SDKs read no profile of the person who runs the tests, and ask no metadata service for credentials or defaults.

Source: "Configuration" of the boto3 documentation, "Using environment variables".
"""
