"""What a person has been told; what the portal could not send."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import F, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from ranking_portal import clock, lists
from ranking_portal.accounts.access import access, permitted, signed_in, user_of
from ranking_portal.journal import services as journal
from ranking_portal.notices import reasons
from ranking_portal.notices.delivering import LETTER, way_of
from ranking_portal.notices.enums import Way
from ranking_portal.notices.models import Letter, Notice, Preference
from ranking_portal.workflow import outbox as sending
from ranking_portal.workflow.models import OutboxMessage

PER_PAGE = 25
STATES = {"failed": "не удалось", "waiting": "ждут", "done": "отправлены"}
# What a message does, in words; its content is never shown: it may name people and sums.
KINDS = {
    "notices.tell": "сообщение во «Входящие»",
    "notices.letter": "письмо по электронной почте",
    "protocols.render": "документ PDF",
}

INBOX = (
    lists.Column("Когда", lambda one: one.at, 18, lists.Kind.MOMENT),
    lists.Column("О чём", lambda one: one.title, 60),
    lists.Column("Что", lambda one: one.text, 90),
    lists.Column("Пункт", lambda one: one.clause, 8),
    lists.Column("Прочитано", lambda one: one.read_at, 18, lists.Kind.MOMENT),
)
OUTBOX = (
    lists.Column("№", lambda row: row["message"].pk, 10, lists.Kind.NUMBER),
    lists.Column("Что", lambda row: row["kind"], 36),
    lists.Column("Кому", lambda row: row["whom"], 40),
    lists.Column("Создано", lambda row: row["message"].created_at, 18, lists.Kind.MOMENT),
    lists.Column("Попыток", lambda row: row["message"].attempts, 10, lists.Kind.NUMBER),
    lists.Column("Отправлено", lambda row: row["message"].done_at, 18, lists.Kind.MOMENT),
    lists.Column("Почему не удалось", lambda row: row["meaning"], 60),
)


@signed_in
def inbox(request: HttpRequest) -> HttpResponseBase:
    """Everything that the portal has told the user, unread first, and how he wants to be told."""
    user = user_of(request)
    rows = Notice.objects.filter(recipient=user).order_by(F("read_at").asc(nulls_first=True), "-at", "-pk")
    if lists.is_asked(request):
        return lists.workbook_answer("inbox", "Входящие", INBOX, rows.iterator(chunk_size=1000))
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "unread": rows.filter(read_at=None).count(),
        "ways": Way.choices,
        "way": way_of(user),
        "has_address": bool(user.email),
    }
    return render(request, "notices/inbox.html", context)


@signed_in
@require_POST
def read_all(request: HttpRequest) -> HttpResponse:
    """Mark everything as read."""
    Notice.objects.filter(recipient=user_of(request), read_at=None).update(read_at=clock.now())
    messages.success(request, "Всё отмечено прочитанным.")
    return redirect("inbox")


@signed_in
@require_POST
def choose_way(request: HttpRequest) -> HttpResponse:
    """How the user wants to be told."""
    way = request.POST.get("way", "")
    if way in Way.values:
        Preference.objects.update_or_create(user=user_of(request), defaults={"way": way})
        messages.success(request, f"Письма: {Way(way).label}. О пропущенных сроках — всегда сразу.")
    else:
        messages.error(request, "Выберите, как получать письма.")
    return redirect("inbox")


@signed_in
@require_POST
def follow(request: HttpRequest, pk: int) -> HttpResponse:
    """Open what a notice is about; it is read by that."""
    notice = get_object_or_404(Notice, pk=pk, recipient=user_of(request))
    if notice.read_at is None:
        notice.read_at = clock.now()
        notice.save(update_fields=("read_at",))
    here = url_has_allowed_host_and_scheme(notice.url, allowed_hosts=None)
    return redirect(notice.url if notice.url and here else "inbox")


@access("notices.view_outbox")
def outbox(request: HttpRequest) -> HttpResponseBase:
    """What waits to leave the portal, what could not and why."""
    state = request.GET.get("state", "")
    rows = _in_state(state)
    if lists.is_asked(request):
        return lists.workbook_answer("outbox", "Исходящая очередь", OUTBOX, _shown(list(rows.order_by("-pk"))))
    page = Paginator(rows.order_by("-pk"), PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "rows": _shown(list(page.object_list)),
        "state": state,
        "states": STATES,
        "may_resend": permitted(user_of(request), "notices.resend"),
        "failed": _in_state("failed").count(),
    }
    return render(request, "notices/outbox.html", context)


def _shown(found: list[OutboxMessage]) -> list[dict[str, Any]]:
    """Messages as the page shows them: of a letter, whom it is for, so that he may be told otherwise."""
    letters = Letter.objects.filter(pk__in=[one.payload["letter"] for one in found if one.kind == LETTER])
    addressees = dict(letters.values_list("pk", "recipient__full_name"))
    return [
        {
            "message": one,
            "kind": KINDS.get(one.kind, one.kind),
            "whom": addressees.get(one.payload["letter"], "") if one.kind == LETTER else "",
            "meaning": reasons.in_words(one.last_error)[0],
            "error": reasons.in_words(one.last_error)[1],
        }
        for one in found
    ]


def _in_state(state: str) -> QuerySet[OutboxMessage]:
    rows = OutboxMessage.objects.all()
    if state == "done":
        return rows.filter(done_at__isnull=False)
    waiting = rows.filter(done_at__isnull=True)
    if state == "failed":
        return waiting.exclude(last_error="")
    return waiting.filter(last_error="") if state == "waiting" else rows


@access("notices.resend")
@require_POST
def send_again(request: HttpRequest, pk: int) -> HttpResponse:
    """Try a message now, without waiting for its next turn."""
    message = get_object_or_404(OutboxMessage, pk=pk)
    if message.done_at is not None:
        messages.info(request, "Уже отправлено: повторять нечего.")
        return redirect("outbox")
    with journal.transaction():
        kind, details = KINDS.get(message.kind, message.kind), {"attempts": message.attempts}
        journal.record(
            user_of(request).actor, "Отправлено ещё раз", obj=message, label=f"{kind} № {pk}", details=details
        )
    if sending.deliver(message.pk):
        messages.success(request, "Отправлено.")
    else:
        messages.error(request, "Снова не удалось, или сообщение сейчас отправляет другой процесс. Причина — в списке.")
    return redirect("outbox")
