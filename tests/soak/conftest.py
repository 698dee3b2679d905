"""Long trials stand on the same stage as the short ones."""

from tests.deployment.inhabited import native
from tests.scheduler.conftest import broker, embedded_stage, new_installation, post_office, stage

__all__ = ["broker", "embedded_stage", "native", "new_installation", "post_office", "stage"]
