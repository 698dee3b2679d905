"""Addresses of the register."""

from django.urls import path

from projects.views import card, cards, facts, imports, infrastructure, register

app_name = "projects"
urlpatterns = [
    path("projects/", register.cards, name="list"),
    path("projects/xlsx/", register.download, name="list-xlsx"),
    path("projects/open/", register.open_year, name="open-year"),
    path("projects/new/<int:year>/", cards.new, name="card-new"),
    path("projects/<str:code>/<int:year>/", card.card, name="card"),
    path("projects/<str:code>/<int:year>/history/", card.card_history, name="card-history"),
    path("projects/<str:code>/<int:year>/edit/", cards.change, name="card-edit"),
    path("projects/<str:code>/<int:year>/delete/", cards.remove, name="card-delete"),
    path("projects/<str:code>/<int:year>/acting/", cards.acting, name="acting"),
    path("projects/<str:code>/<int:year>/<slug:kind>/add/", facts.add, name="fact-add"),
    path("projects/<str:code>/<int:year>/<slug:kind>/<int:pk>/", facts.change, name="fact-edit"),
    path("projects/<str:code>/<int:year>/<slug:kind>/<int:pk>/delete/", facts.remove, name="fact-delete"),
    path("infrastructure/<int:year>/", infrastructure.participants, name="infrastructure"),
    path("infrastructure/<int:year>/add/", infrastructure.add, name="infrastructure-add"),
    path("infrastructure/<int:year>/<int:pk>/", infrastructure.change, name="infrastructure-edit"),
    path("infrastructure/<int:year>/<int:pk>/delete/", infrastructure.remove, name="infrastructure-delete"),
    path("imports/", imports.imports, name="imports"),
    path("imports/new/", imports.upload, name="import-new"),
    path("imports/new/<str:token>/", imports.confirm, name="import-confirm"),
    path("imports/<int:pk>/", imports.one, name="import"),
    path("imports/<int:pk>/file/", imports.file, name="import-file"),
]
