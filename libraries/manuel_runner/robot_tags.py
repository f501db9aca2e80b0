"""Tags that Robot Framework itself sets."""

NOT_RUN = "robot:exit"
"""A test that was not run, because the run was stopped or another test had failed."""
