"""Parts of a protocol change only while their time lasts: agenda in the draft, votes while voting goes on."""

from collections.abc import Iterable
from typing import Any, ClassVar

from django.db import models

from protocols.models.protocol import Protocol, ProtocolIsSettled


class PartQuerySet(models.QuerySet[Any]):
    """Parts, none of which is changed past its time, however many at once."""

    def update(self, **kwargs: Any) -> int:
        self._check_open()
        return super().update(**kwargs)

    def delete(self) -> tuple[int, dict[str, int]]:
        self._check_open()
        return super().delete()

    def bulk_create(self, objs: Iterable[Any], *args: Any, **kwargs: Any) -> list[Any]:
        objs = list(objs)
        for obj in {obj.protocol_key: obj for obj in objs}.values():
            obj.check_open()
        return super().bulk_create(objs, *args, **kwargs)

    def _check_open(self) -> None:
        past = {f"{self.model.protocol_path}__state__in": self.model.open_in}
        if self.exclude(**past).exists():
            raise ProtocolIsSettled(f"{self.model.__name__}: its protocol no longer changes")


class Part(models.Model):
    """A part of a protocol; `open_in` are the states of the protocol in which it may be written."""

    open_in: ClassVar[tuple[str, ...]]
    protocol_path: ClassVar[str] = "protocol"

    objects = PartQuerySet.as_manager()

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save while the time lasts."""
        self.check_open()
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        """Delete while the time lasts."""
        self.check_open()
        return super().delete(*args, **kwargs)

    @property
    def protocol_key(self) -> Any:
        """Key of the protocol that it belongs to."""
        return getattr(self, "protocol_id")  # noqa: B009

    def check_open(self) -> None:
        """Raise ProtocolIsSettled unless the protocol, as it now stands, lets its parts be written."""
        if not Protocol.objects.filter(pk=self.protocol_key, state__in=self.open_in).exists():
            raise ProtocolIsSettled(f"{type(self).__name__}: its protocol no longer changes")
