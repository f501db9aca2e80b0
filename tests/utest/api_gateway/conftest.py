"""Fixtures of these tests."""

from support.reference_backend import aws, backend, cloud, empty_cloud, start_backend, user, usual_backend

__all__ = ["aws", "backend", "cloud", "empty_cloud", "start_backend", "user", "usual_backend"]
