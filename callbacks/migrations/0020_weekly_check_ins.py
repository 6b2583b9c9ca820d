import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from practice.at_once import AtOnce


class Migration(migrations.Migration):
    dependencies = [
        ("callbacks", "0002_windows_of_one_day"),
        ("practice", "0030_weekly_check_ins"),
        ("practice", "__first__"),
    ]

    operations = [
        AtOnce(
            [
                migrations.CreateModel(
                    name="ExpectedCall",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "on",
                            models.DateField(
                                help_text="The weekday agreed, even where the office is shut and the call comes later."
                            ),
                        ),
                        ("expected_at", models.DateTimeField()),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("expected", "expected"),
                                    ("came", "came"),
                                    ("not_come", "did not come"),
                                    ("called_off", "called off"),
                                ],
                                default="expected",
                                max_length=10,
                            ),
                        ),
                        ("came_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "came_noted_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "check_in",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="expected_calls",
                                to="practice.checkin",
                            ),
                        ),
                        (
                            "ring_back",
                            models.ForeignKey(
                                blank=True,
                                help_text="Drafted when it did not come.",
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="callbacks.callback",
                            ),
                        ),
                    ],
                    options={
                        "indexes": [models.Index(fields=["expected_at"], name="callbacks_expected_by_time")],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("check_in", "on"), name="callbacks_one_expected_call_a_week"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("state__in", ["expected", "came", "not_come", "called_off"])),
                                name="callbacks_expected_call_known_state",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("came_at__isnull", False), ("came_noted_by__isnull", False), ("state", "came")
                                    ),
                                    models.Q(
                                        models.Q(("state", "came"), _negated=True),
                                        ("came_at", None),
                                        ("came_noted_by", None),
                                    ),
                                    _connector="OR",
                                ),
                                name="callbacks_expected_call_that_came_says_when",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ExpectedCallStage",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("kind", models.CharField(max_length=40)),
                        ("occurrence", models.PositiveIntegerField(default=1)),
                        ("fire_at", models.DateTimeField()),
                        (
                            "late_policy",
                            models.CharField(
                                choices=[
                                    ("always", "Still done, however late"),
                                    ("until_start", "Of no use once the promised time has begun"),
                                    ("until_end", "Of no use once the promised time is over"),
                                ],
                                max_length=12,
                            ),
                        ),
                        (
                            "outcome",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("fired", "Done"),
                                    ("withdrawn", "No longer wanted"),
                                    ("too_late", "Too late to be of use"),
                                    ("held", "Held by a person"),
                                    ("unsafe_channel", "No safe way to reach the person"),
                                    ("settled", "Already settled"),
                                    ("rehearsed", "Would have gone: rehearsal"),
                                    ("switched_off", "Switched off"),
                                ],
                                max_length=16,
                            ),
                        ),
                        ("because", models.CharField(blank=True, max_length=200)),
                        ("fired_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "expected",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="stages",
                                to="callbacks.expectedcall",
                            ),
                        ),
                        (
                            "held_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "indexes": [
                            models.Index(
                                condition=models.Q(("outcome", "")),
                                fields=["fire_at", "id"],
                                name="callbacks_check_ins_waiting",
                            )
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("expected", "kind", "occurrence"),
                                name="callbacks_each_stage_of_a_check_in_once",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("fired_at", None), ("outcome", "")),
                                    models.Q(models.Q(("outcome", ""), _negated=True), ("fired_at__isnull", False)),
                                    _connector="OR",
                                ),
                                name="callbacks_check_in_stage_outcome_says_when",
                            ),
                        ],
                    },
                ),
            ]
        ),
    ]
