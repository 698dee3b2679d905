"""Addresses of the ranking room."""

from django.urls import path

from ranking.views import compare, methodologies, need, papers, rankings, table, why, workshop

app_name = "ranking"
urlpatterns = [
    path("rankings/", rankings.index, name="index"),
    path("rankings/needed/<int:year>/", need.need, name="need"),
    path("rankings/<int:pk>/", table.rating, name="rating"),
    path("rankings/<int:pk>/pdf/", papers.rating_pdf, name="rating-pdf"),
    path("rankings/<int:pk>/xlsx/", table.rating_xlsx, name="rating-xlsx"),
    path("rankings/<int:pk>/csv/", table.rating_csv, name="rating-csv"),
    path("rankings/<int:pk>/views/", table.save_view, name="view-save"),
    path("rankings/<int:pk>/views/<int:view_pk>/delete/", table.delete_view, name="view-delete"),
    path("rankings/<int:pk>/do/<slug:name>/", rankings.step, name="step"),
    path("rankings/<int:pk>/compare/<int:other>/", compare.compare, name="compare"),
    path("rankings/<int:pk>/compare/<int:other>/pdf/", papers.compare_pdf, name="compare-pdf"),
    path("rankings/<int:pk>/<str:code>/", why.why, name="why"),
    path("methodologies/", methodologies.index, name="methodologies"),
    path("methodologies/new/", methodologies.new, name="methodology-new"),
    path("methodologies/<int:pk>/", methodologies.one, name="methodology"),
    path("methodologies/<int:pk>/edit/", methodologies.edit, name="methodology-edit"),
    path("methodologies/<int:pk>/copy/", methodologies.copy, name="methodology-copy"),
    path("methodologies/<int:pk>/workshop/", workshop.workshop, name="workshop"),
    path("methodologies/<int:pk>/workshop/keep/", workshop.keep, name="workshop-keep"),
    path("methodologies/<int:pk>/do/<slug:name>/", methodologies.step, name="methodology-step"),
]
