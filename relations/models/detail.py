"""What every detail of a fact has in common."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from relations.lanes import Kind


class Detail(models.Model):
    """The typed half of a fact, one to one.

    The migration of rules adds what Django cannot say: the foreign key (fact, kind, subtype) to
    the fact, so that PostgreSQL refuses a statement under a visit and a step that its fact does
    not name.
    """

    KIND: ClassVar[Kind]

    fact = models.OneToOneField(
        "relations.Fact",
        on_delete=models.PROTECT,
        primary_key=True,
        db_constraint=False,
        related_name="%(class)s",
    )
    kind = models.CharField(max_length=16, editable=False)

    class Meta:
        abstract = True

    @property
    def subtype(self) -> str:
        """The step, act, form or subtype: the same as the fact's."""
        raise AttributeError("every detail names its subtype")
