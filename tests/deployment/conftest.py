"""The installation that trials of the deployment live in."""

from tests.deployment.inhabited import native

__all__ = ["native"]
