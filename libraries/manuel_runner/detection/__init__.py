"""Proof that the tests can fail: they catch defects of the backend, and do not fail on a correct one."""
