"""Imports in the background."""

from projects import workers
from projects.services import imports
from ranking_portal.scheduling import task


@task
def run_import(pk: int) -> None:
    """The next step of one import."""
    imports.run(pk)


@task
def take_up_imports() -> None:
    """Whatever waits for a worker, or was left by one that was killed."""
    workers.here()
    for pk in imports.stuck():
        imports.run(pk)
