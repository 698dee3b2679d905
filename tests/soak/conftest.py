"""Long trials stand on the same stage as the short ones."""

import pytest

from tests.deployment.inhabited import native
from tests.scheduler.conftest import broker, embedded_stage, new_installation, post_office, stage

__all__ = ["broker", "embedded_stage", "native", "new_installation", "post_office", "stage"]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The many short ones last: they keep both cores busy to the end."""
    items.sort(key=lambda item: "test_crashes" in item.nodeid)
