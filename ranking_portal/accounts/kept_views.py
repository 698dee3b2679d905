"""What was typed before the session ended, and the answer to a form that has grown old."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render

from ranking_portal import kept_input
from ranking_portal.accounts.access import signed_in


@signed_in
def kept(request: HttpRequest) -> HttpResponse:
    """Show what is kept, with a button that sends it; POST throws it away and opens the form anew."""
    found = kept_input.kept_for(request)
    if found is None:
        return redirect("home")
    if request.method == "POST":
        kept_input.forget(request)
        return HttpResponseRedirect(found.path)
    return render(request, "accounts/kept_input.html", {"kept": found, "own": request.path})


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403 for a form without its token: what a page of the portal sent is kept for the person it was shown to."""
    request.form_is_old = True  # type: ignore[attr-defined]  # for the journal
    kept = kept_input.own_form(request) and kept_input.keep(request, request.POST.get(kept_input.SHOWN_TO, ""))
    context = {"next": kept_input.address_after(request) if kept else "", "kept": kept}
    return render(request, "403_csrf.html", context, status=403)
