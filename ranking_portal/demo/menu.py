"""The side menu's entry, seen by those who may move the clock."""

from ranking_portal.ui.navigation import MenuLink, add_link

add_link(MenuLink(90, "◷", "Часы портала", "clock", "demo.move_clock"))
