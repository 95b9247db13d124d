# SPDX-License-Identifier: EUPL-1.2
import django.db.models.manager
import django.utils.timezone
from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0007_blocked_at"),
    ]

    operations = [
        migrations.AlterModelOptions(name="deputy", options={"base_manager_name": "ended_too"}),
        migrations.AlterModelManagers(
            name="deputy",
            managers=[
                ("objects", django.db.models.manager.Manager()),
                ("ended_too", django.db.models.manager.Manager()),
            ],
        ),
        migrations.RemoveConstraint(model_name="deputy", name="accounts_one_standing_deputy_row"),
        # Of what was arranged before, nobody knows any more when and by whom: the update counts.
        migrations.AddField(
            model_name="deputy",
            name="arranged_at",
            field=models.DateTimeField(default=django.utils.timezone.now),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="deputy",
            name="arranged_by_kind",
            field=models.CharField(default="system", max_length=10),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="deputy",
            name="arranged_by_id",
            field=models.CharField(default="update", max_length=64),
            preserve_default=False,
        ),
        migrations.AddField(model_name="deputy", name="ended_at", field=models.DateTimeField(null=True)),
        migrations.AddField(
            model_name="deputy", name="ended_by_kind", field=models.CharField(blank=True, max_length=10)
        ),
        migrations.AddField(
            model_name="deputy", name="ended_by_id", field=models.CharField(blank=True, max_length=64)
        ),
        migrations.AddConstraint(
            model_name="deputy",
            constraint=models.CheckConstraint(
                condition=Q(arranged_by_id__gt="", arranged_by_kind__gt=""),
                name="accounts_deputy_arranged_by_somebody",
            ),
        ),
        migrations.AddConstraint(
            model_name="deputy",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("ended_at__isnull", False), ("ended_by_id__gt", ""), ("ended_by_kind__gt", "")),
                    models.Q(("ended_at__isnull", True), ("ended_by_id", ""), ("ended_by_kind", "")),
                    _connector="OR",
                ),
                name="accounts_deputy_ended_by_somebody",
            ),
        ),
        migrations.AddConstraint(
            model_name="deputy",
            constraint=models.UniqueConstraint(
                condition=Q(ended_at__isnull=True, start__isnull=True),
                fields=("person", "deputy"),
                name="accounts_one_standing_deputy_row",
            ),
        ),
    ]
