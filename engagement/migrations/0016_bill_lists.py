import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("engagement", "0015_instructions_are_immutable"),
        ("practice", "0033_tries_in_one_statement"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="BillList",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("file_name", models.CharField(max_length=120)),
                ("sha256", models.CharField(max_length=64)),
                ("taken_at", models.DateTimeField()),
                ("known", models.PositiveIntegerField(default=0, help_text="Rows whose bill was on record, the same.")),
                (
                    "taken_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="BillListRow",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("line", models.PositiveIntegerField(help_text="Of the file.")),
                ("said", models.CharField(help_text="The matter and the bill as the row names them.", max_length=200)),
                (
                    "outcome",
                    models.CharField(
                        choices=[
                            ("made", "Recorded"),
                            ("again", "Put right"),
                            ("same", "Known already"),
                            ("differs", "Different here"),
                            ("refused", "Mistake"),
                        ],
                        max_length=7,
                    ),
                ),
                ("because", models.CharField(blank=True, max_length=400)),
                (
                    "bill",
                    models.OneToOneField(
                        blank=True,
                        help_text="The bill that it recorded.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="from_list",
                        to="engagement.bill",
                    ),
                ),
                (
                    "matter",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="practice.matter",
                    ),
                ),
                (
                    "of",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="rows", to="engagement.billlist"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("outcome__in", ["made", "again", "same", "differs", "refused"])),
                        name="engagement_bill_row_known_outcome",
                    ),
                    models.UniqueConstraint(fields=("of", "line"), name="engagement_one_bill_row_a_line"),
                ],
            },
        ),
    ]
