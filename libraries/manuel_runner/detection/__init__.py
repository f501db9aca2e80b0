"""Proof that the tests can fail: what they notice when the backend is broken, and what they leave alone when it is not."""
