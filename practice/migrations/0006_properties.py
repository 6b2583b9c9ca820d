import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("practice", "0005_notes_and_consents"),
    ]

    operations = [
        migrations.CreateModel(
            name="MatterProperty",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("address", models.CharField(blank=True, max_length=300)),
                ("title_number", models.CharField(blank=True, help_text="In capitals, without spaces.", max_length=20)),
                ("postcode", models.CharField(blank=True, max_length=10)),
                (
                    "words",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=300), blank=True, default=list, size=None
                    ),
                ),
                ("added_at", models.DateTimeField()),
                ("taken_off_at", models.DateTimeField(blank=True, null=True)),
                ("because", models.CharField(blank=True, max_length=200)),
                (
                    "added_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "matter",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="properties", to="practice.matter"
                    ),
                ),
                (
                    "taken_off_by",
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
                        condition=models.Q(("title_number", ""), _negated=True),
                        fields=["title_number"],
                        name="practice_property_title",
                    ),
                    models.Index(
                        condition=models.Q(("postcode", ""), _negated=True),
                        fields=["postcode"],
                        name="practice_property_postcode",
                    ),
                    django.contrib.postgres.indexes.GinIndex(
                        fastupdate=False, fields=["words"], name="practice_property_words"
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("address", ""), ("title_number", ""), _negated=True),
                        name="practice_property_can_be_found",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("taken_off_at", None)),
                        fields=("matter", "address", "title_number"),
                        name="practice_one_row_per_property",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("because", ""), ("taken_off_at", None), ("taken_off_by", None)),
                            models.Q(
                                ("taken_off_at__isnull", False),
                                ("taken_off_by__isnull", False),
                                models.Q(("because", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="practice_property_off_says_when_by_whom_and_why",
                    ),
                ],
            },
        ),
    ]
