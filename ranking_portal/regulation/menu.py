"""The law in the side menu and in the search over everything."""

from ranking_portal.regulation import search
from ranking_portal.ui.navigation import MenuLink, add_link

__all__ = ["search"]  # imported for what it registers

add_link(MenuLink(10, "§", "Регламент", "regulation:index", "regulation.view"))
