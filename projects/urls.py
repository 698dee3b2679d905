"""Addresses of the register."""

from django.urls import path

from projects.views import card, cards, downloads, facts, import_steps, imports, infrastructure, quality, register

app_name = "projects"
urlpatterns = [
    path("projects/", register.cards, name="list"),
    path("projects/xlsx/", register.download, name="list-xlsx"),
    path("projects/facts/<slug:kind>/xlsx/", downloads.facts, name="facts-xlsx"),
    path("cycles/<int:year>/workbook.xlsx", downloads.year_book, name="year-workbook"),
    path("projects/open/", register.open_year, name="open-year"),
    path("projects/new/<int:year>/", cards.new, name="card-new"),
    path("projects/<str:code>/<int:year>/", card.card, name="card"),
    path("projects/<str:code>/<int:year>/xlsx/", downloads.card, name="card-xlsx"),
    path("projects/<str:code>/<int:year>/history/", card.card_history, name="card-history"),
    path("projects/<str:code>/<int:year>/edit/", cards.change, name="card-edit"),
    path("projects/<str:code>/<int:year>/delete/", cards.remove, name="card-delete"),
    path("projects/<str:code>/<int:year>/acting/", cards.acting, name="acting"),
    path("projects/<str:code>/<int:year>/<slug:kind>/add/", facts.add, name="fact-add"),
    path("projects/<str:code>/<int:year>/<slug:kind>/several/", facts.add_several, name="fact-add-several"),
    path("projects/<str:code>/<int:year>/<slug:kind>/<int:pk>/", facts.change, name="fact-edit"),
    path("projects/<str:code>/<int:year>/<slug:kind>/<int:pk>/delete/", facts.remove, name="fact-delete"),
    path("infrastructure/<int:year>/", infrastructure.participants, name="infrastructure"),
    path("infrastructure/<int:year>/add/", infrastructure.add, name="infrastructure-add"),
    path("infrastructure/<int:year>/several/", infrastructure.add_several, name="infrastructure-add-several"),
    path("infrastructure/<int:year>/<int:pk>/", infrastructure.change, name="infrastructure-edit"),
    path("infrastructure/<int:year>/<int:pk>/delete/", infrastructure.remove, name="infrastructure-delete"),
    path("quality/", quality.doubts, name="quality"),
    path("quality/<int:pk>/withdraw/", quality.withdraw, name="quality-withdraw"),
    path("imports/", imports.imports, name="imports"),
    path("imports/new/", imports.upload, name="import-new"),
    path("imports/<int:pk>/", imports.one, name="import"),
    path("imports/<int:pk>/file/", imports.file, name="import-file"),
    path("imports/<int:pk>/result/", imports.result, name="import-result"),
    path("imports/<int:pk>/progress/", imports.progress, name="import-progress"),
    path("imports/<int:pk>/marked/", imports.marked_file, name="import-marked"),
    path("imports/<int:pk>/act/", import_steps.act, name="import-act"),
    path("imports/<int:pk>/columns/", import_steps.columns, name="import-columns"),
    path("imports/<int:pk>/revert/", import_steps.revert, name="import-revert"),
]
