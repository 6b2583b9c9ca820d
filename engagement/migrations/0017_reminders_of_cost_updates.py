import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("engagement", "0016_bill_lists"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="CostStage",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
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
                    "copy",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="stages",
                        to="engagement.costupdatecopy",
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
                        condition=models.Q(("outcome", "")), fields=["fire_at"], name="engagement_cost_stages_waiting"
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("copy", "kind", "occurrence"), name="engagement_one_cost_stage_a_copy_and_occurrence"
                    )
                ],
            },
        ),
    ]
