"""The directory in the side menu."""

from ranking_portal.ui.navigation import MenuLink, add_link

add_link(MenuLink(40, "⌂", "Организации и люди", "directory:organizations", "directory.view_some"))
