"""Pages of the rooms below this one in the side menu: they know nothing of menus."""

from ranking_portal.ui.navigation import MenuLink, add_link

add_link(MenuLink(80, "≡", "Журнал", "journal:list", "journal.view"))
add_link(MenuLink(90, "@", "Учётные записи", "accounts:list", "accounts.view"))
