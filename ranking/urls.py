"""Addresses of the ranking room."""

from django.urls import path

from ranking.views import methodologies, rankings, why

app_name = "ranking"
urlpatterns = [
    path("rankings/", rankings.index, name="index"),
    path("rankings/needed/<int:year>/", why.need, name="need"),
    path("rankings/<int:pk>/", rankings.rating, name="rating"),
    path("rankings/<int:pk>/xlsx/", rankings.rating_xlsx, name="rating-xlsx"),
    path("rankings/<int:pk>/do/<slug:name>/", rankings.step, name="step"),
    path("rankings/<int:pk>/compare/<int:other>/", why.compare, name="compare"),
    path("rankings/<int:pk>/<str:code>/", why.why, name="why"),
    path("methodologies/", methodologies.index, name="methodologies"),
    path("methodologies/new/", methodologies.new, name="methodology-new"),
    path("methodologies/<int:pk>/", methodologies.one, name="methodology"),
    path("methodologies/<int:pk>/edit/", methodologies.edit, name="methodology-edit"),
    path("methodologies/<int:pk>/copy/", methodologies.copy, name="methodology-copy"),
    path("methodologies/<int:pk>/do/<slug:name>/", methodologies.step, name="methodology-step"),
]
