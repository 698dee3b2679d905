"""The register of personal data in the side menu."""

from ranking_portal.ui.navigation import MenuLink, add_link

add_link(MenuLink(88, "☺", "Персональные данные", "personal:register", "personal.view_register"))
