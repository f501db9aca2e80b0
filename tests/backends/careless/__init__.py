"""A backend of another team: the same API in spirit, in Flask, with the faults of `faults.yaml`."""
