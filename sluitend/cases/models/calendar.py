# SPDX-License-Identifier: EUPL-1.2
"""The secret address of somebody's own calendar feed."""

from django.db import models
from django.db.models import Q

from sluitend.accounts.models import Person
from sluitend.core.ids import new_id


class CalendarFeed(models.Model):
    """An address at which a calendar program reads when somebody has to be where; it holds no content.

    The address itself is not stored: it is derived from the id with a key outside the database.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    municipality = models.CharField(max_length=12)
    token_hash = models.BinaryField(max_length=32, unique=True)
    made_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person"], condition=Q(ended_at__isnull=True), name="cases_one_feed_for_each"
            ),
        ]

    def __str__(self) -> str:
        return f"feed of {self.person_id}"
