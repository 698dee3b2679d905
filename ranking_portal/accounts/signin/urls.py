"""Addresses of the sign-in, each named one by one: what allauth offers besides does not exist here.

Names without a room are those that allauth itself looks for.
"""

from django.urls import path

from ranking_portal.accounts.signin import views

urlpatterns = [
    path("logout/", views.logout, name="logout"),
    path("password/", views.password_change, name="password_change"),
    path("password/done/", views.password_changed, name="password_change_done"),
    path("login/again/", views.reauthenticate, name="account_reauthenticate"),
    path("login/again/code/", views.code_again, name="mfa_reauthenticate"),
    path("login/again/key/", views.passkey_again, name="mfa_reauthenticate_webauthn"),
    path("login/factor/", views.authenticate, name="mfa_authenticate"),
    path("factor/", views.factors, name="mfa_index"),
    path("factor/code/", views.totp_on, name="mfa_activate_totp"),
    path("factor/code/remove/", views.totp_off, name="mfa_deactivate_totp"),
    path("factor/key/", views.passkey_new, name="mfa_add_webauthn"),
    path("factor/key/<int:pk>/remove/", views.passkey_remove, name="mfa_remove_webauthn"),
    path("factor/recovery/", views.recovery_codes, name="mfa_view_recovery_codes"),
    path("factor/recovery/new/", views.recovery_codes_new, name="mfa_generate_recovery_codes"),
    path("login/state/<slug:provider_id>/", views.outside, name="openid_connect_login"),
    path("login/state/<slug:provider_id>/back/", views.outside_back, name="openid_connect_callback"),
]
