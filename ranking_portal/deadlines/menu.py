"""The side menu's entry."""

from ranking_portal.ui.navigation import MenuLink, add_link

add_link(MenuLink(25, "▦", "Календарь", "calendar", "deadlines.view"))
add_link(MenuLink(20, "☰", "Сроки", "deadlines", "deadlines.view"))
