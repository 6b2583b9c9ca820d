import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from practice.at_once import AtOnce


class Migration(migrations.Migration):
    dependencies = [
        ("outbox", "0006_links_to_calls"),
        ("practice", "__first__"),
    ]

    operations = [
        AtOnce(
            [
                migrations.CreateModel(
                    name="Acknowledgement",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("due_on", models.DateField()),
                        ("asked_at", models.DateTimeField()),
                        ("acknowledged_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "way",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("link", "On their own page"),
                                    ("call", "By telephone"),
                                    ("email", "By e-mail"),
                                    ("post", "By post"),
                                    ("in_person", "In person"),
                                ],
                                max_length=10,
                            ),
                        ),
                        ("note", models.CharField(blank=True, max_length=200)),
                        (
                            "asked_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "message",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="acknowledgement",
                                to="outbox.message",
                            ),
                        ),
                        (
                            "noted_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "session",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="outbox.clientsession",
                            ),
                        ),
                    ],
                    options={
                        "indexes": [
                            models.Index(
                                condition=models.Q(("acknowledged_at", None)),
                                fields=["due_on"],
                                name="outbox_to_acknowledge",
                            )
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("acknowledged_at", None), ("noted_by", None), ("session", None), ("way", "")
                                    ),
                                    models.Q(
                                        ("acknowledged_at__isnull", False),
                                        ("noted_by", None),
                                        ("session__isnull", False),
                                        ("way", "link"),
                                    ),
                                    models.Q(
                                        ("acknowledged_at__isnull", False),
                                        ("noted_by__isnull", False),
                                        ("session", None),
                                        ("way__in", ["call", "email", "post", "in_person"]),
                                    ),
                                    _connector="OR",
                                ),
                                name="outbox_acknowledged_says_how",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="AcknowledgementStage",
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
                            "acknowledgement",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="stages",
                                to="outbox.acknowledgement",
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
                                name="outbox_chasers_waiting",
                            )
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("acknowledgement", "kind", "occurrence"),
                                name="outbox_each_chaser_of_a_message_once",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("fired_at", None), ("outcome", "")),
                                    models.Q(models.Q(("outcome", ""), _negated=True), ("fired_at__isnull", False)),
                                    _connector="OR",
                                ),
                                name="outbox_chaser_outcome_says_when",
                            ),
                        ],
                    },
                ),
            ]
        ),
    ]
