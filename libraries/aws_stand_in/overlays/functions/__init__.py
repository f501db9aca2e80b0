"""Lambda functions that run, and are invoked by AWS's API."""
