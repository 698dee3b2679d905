"""Deliver what waits in the outbox."""

from typing import Any

from django.core.management.base import BaseCommand

from ranking_portal.workflow import outbox


class Command(BaseCommand):
    help = "Доставить всё, что ждёт в исходящей очереди портала"

    def handle(self, *args: Any, **options: Any) -> None:
        delivered, failed = outbox.deliver_waiting()
        self.stdout.write(f"Доставлено: {delivered}, не удалось: {failed}")
