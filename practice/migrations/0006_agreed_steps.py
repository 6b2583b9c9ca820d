import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    """What firm and client agreed to do next."""

    dependencies = [
        ("practice", "0005_matching_keys"),
    ]

    operations = [
        migrations.CreateModel(
            name="AgreedStep",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("side", models.CharField(choices=[("us", "We"), ("client", "The client")], max_length=6)),
                ("what", models.CharField(max_length=160)),
                ("due_on", models.DateField()),
                ("agreed_in", models.CharField(help_text="Where: interview:7.", max_length=60)),
                ("agreed_at", models.DateTimeField()),
                ("struck_at", models.DateTimeField(blank=True, null=True)),
                (
                    "agreed_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "matter",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="agreed_steps", to="practice.matter"
                    ),
                ),
                (
                    "owner",
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
                "indexes": [models.Index(fields=["matter", "due_on"], name="practice_steps_of_matter")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("side__in", ["us", "client"])), name="practice_step_known_side"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("owner__isnull", False), ("side", "us")),
                            models.Q(("owner", None), ("side", "client")),
                            _connector="OR",
                        ),
                        name="practice_own_step_has_an_owner",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("what", ""), _negated=True), name="practice_step_says_what"
                    ),
                ],
            },
        ),
    ]
