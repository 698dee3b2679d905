"""The side menu's entries, and the count in the bar on top."""

from typing import Any

from ranking_portal.notices.models import Notice
from ranking_portal.ui.navigation import MenuLink, add_link
from ranking_portal.ui.unread import counts_unread

add_link(MenuLink(85, "⇥", "Исходящая очередь", "outbox", "notices.view_outbox"))


@counts_unread
def unread_notices(user: Any) -> int:
    """Notices of the user that he has not opened."""
    return Notice.objects.filter(recipient=user, read_at=None).count()
