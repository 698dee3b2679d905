"""Why a step was not done."""

from django.core.exceptions import PermissionDenied


class Refused(Exception):
    """The step is not possible now. `reasons` are Russian sentences for the person who asked; nothing has changed."""

    def __init__(self, *reasons: str) -> None:
        super().__init__("; ".join(reasons))
        self.reasons = reasons


class NotAllowed(PermissionDenied):
    """The user has no right to the step, whatever the object's state."""
