import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("practice", "0003_cache_table"),
    ]

    operations = [
        migrations.AddField(
            model_name="task",
            name="matter",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="tasks",
                to="practice.matter",
            ),
        ),
        migrations.CreateModel(
            name="Barrier",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "open_to",
                    models.CharField(
                        choices=[
                            ("inside", "Only the people inside"),
                            ("all_but_outside", "Everybody but the people outside"),
                        ],
                        default="inside",
                        max_length=16,
                    ),
                ),
                ("reason", models.TextField()),
                (
                    "measures",
                    models.TextField(blank=True, help_text="Locked cabinet, printing, seating, undertakings given."),
                ),
                ("was_restricted", models.BooleanField()),
                ("set_at", models.DateTimeField()),
                ("review_on", models.DateField()),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
                ("ended_because", models.TextField(blank=True)),
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
                    "followed_by",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="follows",
                        to="practice.barrier",
                    ),
                ),
                (
                    "matter",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="barriers", to="practice.matter"
                    ),
                ),
                (
                    "set_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("open_to__in", ["inside", "all_but_outside"])),
                        name="practice_barrier_known_opening",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("reason", ""), _negated=True), name="practice_barrier_has_a_reason"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("ended_at", None), ("ended_because", ""), ("ended_by", None), ("followed_by", None)
                            ),
                            models.Q(
                                ("ended_at__isnull", False),
                                ("ended_by__isnull", False),
                                models.Q(("ended_because", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="practice_barrier_ended_says_when_by_whom_and_why",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("ended_at", None)),
                        fields=("matter",),
                        name="practice_one_standing_barrier_per_matter",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="BarrierPerson",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("side", models.CharField(choices=[("inside", "Inside"), ("outside", "Outside")], max_length=8)),
                (
                    "barrier",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="people", to="practice.barrier"
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("barrier", "user"), name="practice_one_side_of_a_barrier"),
                    models.CheckConstraint(
                        condition=models.Q(("side__in", ["inside", "outside"])), name="practice_barrier_known_side"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="BrokenGlass",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("reason", models.TextField()),
                ("opened_at", models.DateTimeField()),
                ("expires_at", models.DateTimeField()),
                (
                    "closed_at",
                    models.DateTimeField(blank=True, help_text="Ended early, by hand or by a barrier.", null=True),
                ),
                (
                    "matter",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="practice.matter"
                    ),
                ),
                (
                    "told",
                    models.ForeignKey(
                        help_text="Who was alerted.",
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "broken glasses",
                "indexes": [models.Index(fields=["user", "expires_at"], name="practice_glass_of_user")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("reason", ""), _negated=True), name="practice_glass_has_a_reason"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("expires_at__gt", models.F("opened_at"))),
                        name="practice_glass_ends_after_it_opens",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("told", models.F("user")), _negated=True),
                        name="practice_glass_tells_somebody_else",
                    ),
                ],
            },
        ),
    ]
