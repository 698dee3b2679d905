"""Tokens in the side menu of those who keep or watch them."""

from ranking_portal.ui.navigation import MenuLink, add_link

add_link(MenuLink(95, "⇄", "API", "api:about", "api.view_clients"))
