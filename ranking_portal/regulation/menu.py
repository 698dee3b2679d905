"""The law in the side menu."""

from ranking_portal.ui.navigation import MenuLink, add_link

add_link(MenuLink(10, "§", "Регламент", "regulation:index", "regulation.view"))
