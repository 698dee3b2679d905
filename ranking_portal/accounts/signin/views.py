"""Pages of one's own sign-in: the factors and the sessions, and allauth's pages under the portal's rules."""

from typing import Any

from allauth.account import views as account
from allauth.account.internal.flows.logout import logout as log_out
from allauth.mfa.base import views as base
from allauth.mfa.recovery_codes import views as recovery
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as webauthn
from allauth.socialaccount.providers.openid_connect import views as openid
from allauth.usersessions.models import UserSession
from django.contrib import messages
from django.contrib.auth import views as auth
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from ranking_portal.accounts.access import public, signed_in, typed_is_secret, user_of
from ranking_portal.accounts.signin import sessions
from ranking_portal.accounts.signin.forms import OwnPasswordForm


class PasswordChange(auth.PasswordChangeView):
    """One's own password; every other session ends with the old one."""

    form_class = OwnPasswordForm

    def form_valid(self, form: Any) -> HttpResponse:
        """The session goes on under a new key: the list of sessions learns it."""
        response = super().form_valid(form)
        user = user_of(self.request)
        UserSession.objects.filter(user=user).delete()
        UserSession.objects.create_from_request(self.request)
        return response


logout = public(require_POST(account.logout))
password_change = signed_in(never_cache(PasswordChange.as_view()))
password_changed = signed_in(auth.PasswordChangeDoneView.as_view())
reauthenticate = signed_in(never_cache(account.reauthenticate))

# Answered to one who has given his password but not yet his second factor: nobody's session yet.
authenticate = typed_is_secret(public(base.authenticate))
factors = signed_in(never_cache(base.index))
code_again = typed_is_secret(signed_in(never_cache(base.reauthenticate)))
passkey_again = typed_is_secret(signed_in(never_cache(webauthn.ReauthenticateWebAuthnView.as_view())))
totp_on = typed_is_secret(signed_in(never_cache(totp.activate_totp)))
totp_off = signed_in(never_cache(totp.deactivate_totp))
passkey_new = typed_is_secret(signed_in(never_cache(webauthn.add_webauthn)))
passkey_remove = signed_in(never_cache(webauthn.RemoveWebAuthnView.as_view(success_url=reverse_lazy("mfa_index"))))
recovery_codes = signed_in(never_cache(recovery.view_recovery_codes))
recovery_codes_new = signed_in(never_cache(recovery.generate_recovery_codes))

outside = public(require_POST(openid.login))
outside_back = public(never_cache(openid.callback))


@signed_in
def own_sessions(request: HttpRequest) -> HttpResponse:
    """From where one's account is open now."""
    user = user_of(request)
    rows = [
        {
            "session": one,
            "browser": sessions.browser_words(one.user_agent),
            "current": one.session_key == request.session.session_key,
        }
        for one in sessions.open_sessions(user)
    ]
    others = any(not row["current"] for row in rows)
    return render(request, "accounts/sessions.html", {"rows": rows, "others": others})


@signed_in
@require_POST
def end_session(request: HttpRequest, pk: int) -> HttpResponseBase:
    """End one of one's sessions; the present one is left by signing out."""
    user = user_of(request)
    one = get_object_or_404(UserSession, pk=pk, user=user)
    if one.session_key == request.session.session_key:
        log_out(request)
        return redirect("login")
    sessions.end([one], user=user)
    messages.success(request, "Сеанс закрыт.")
    return redirect("accounts:sessions")


@signed_in
@require_POST
def end_other_sessions(request: HttpRequest) -> HttpResponse:
    """End every session but this one."""
    user = user_of(request)
    others = UserSession.objects.filter(user=user).exclude(session_key=request.session.session_key)
    ended = sessions.end(others, user=user)
    messages.success(request, f"Закрыто сеансов: {ended}.")
    return redirect("accounts:sessions")
