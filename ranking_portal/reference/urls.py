"""Addresses of organizations and people."""

from django.urls import path

from ranking_portal.reference.views import found, organizations, people

app_name = "directory"
urlpatterns = [
    path("", organizations.organizations, name="organizations"),
    path("organizations/new/", organizations.new, name="organization-new"),
    path("organizations/<int:pk>/", organizations.organization, name="organization"),
    path("organizations/<int:pk>/edit/", organizations.change, name="organization-edit"),
    path("organizations/<int:pk>/appoint/", organizations.appoint, name="appoint"),
    path("appointments/<int:pk>/end/", organizations.end, name="appointment-end"),
    path("organizations/found/", found.organizations, name="organizations-found"),
    path("people/", people.people, name="people"),
    path("people/found/", found.people, name="people-found"),
    path("people/new/", people.new, name="person-new"),
    path("people/<int:pk>/", people.person, name="person"),
    path("people/<int:pk>/edit/", people.change, name="person-edit"),
    path("people/<int:pk>/posts/add/", people.add_post, name="post-add"),
    path("people/<int:pk>/posts/<int:post_pk>/", people.change_post, name="post-edit"),
    path("people/<int:pk>/posts/<int:post_pk>/delete/", people.remove_post, name="post-delete"),
]
