"""What the inbox receives and sends: found with everybody's reactions."""

from ranking_portal.notices import delivering

__all__ = ["delivering"]
