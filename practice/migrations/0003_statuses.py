import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("practice", "0002_relations"),
    ]

    operations = [
        migrations.CreateModel(
            name="PartyStatus",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("deceased", "Has died"),
                            ("lacks_capacity", "Lacks capacity"),
                            ("bankrupt", "Bankrupt"),
                        ],
                        max_length=16,
                    ),
                ),
                ("since_on", models.DateField(help_text="The day of death, or from which the rest holds.")),
                ("evidence", models.CharField(help_text="What shows it: death certificate seen.", max_length=200)),
                ("recorded_at", models.DateTimeField()),
                ("ended_because", models.CharField(blank=True, max_length=200)),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
                (
                    "ended_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "party",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="statuses", to="practice.party"
                    ),
                ),
                (
                    "recorded_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "party statuses",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ["deceased", "lacks_capacity", "bankrupt"])),
                        name="practice_status_known_kind",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("evidence", ""), _negated=True), name="practice_status_says_what_shows_it"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("ended_at", None), ("ended_because", ""), ("ended_by", None)),
                            models.Q(
                                ("ended_at__isnull", False),
                                ("ended_by__isnull", False),
                                models.Q(("ended_because", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="practice_status_ended_by_somebody",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("ended_at", None)),
                        fields=("party", "kind"),
                        name="practice_one_standing_status_of_a_kind",
                    ),
                ],
            },
        ),
    ]
