from django.db import migrations, models

# What was on record before there was a sweep has been met by the checks of its time.
_KNOWN = """
INSERT INTO intake_sweptname (source, row, swept_at)
SELECT 'party', id, now() FROM practice_partyname
UNION ALL SELECT 'enquiry', id, now() FROM intake_enquiryname
UNION ALL SELECT 'interest', id, now() FROM intake_owninterest
"""


class Migration(migrations.Migration):
    dependencies = [
        ("intake", "0004_conflict_reports"),
    ]

    operations = [
        migrations.CreateModel(
            name="SweptName",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "source",
                    models.CharField(
                        choices=[
                            ("party", "A name of a party"),
                            ("enquiry", "A name given in an enquiry"),
                            ("interest", "The register of own interests"),
                        ],
                        max_length=8,
                    ),
                ),
                (
                    "row",
                    models.BigIntegerField(
                        help_text="The number of the party’s name, the enquiry’s name or the interest."
                    ),
                ),
                ("swept_at", models.DateTimeField()),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("source", "row"), name="intake_each_name_is_swept_once"),
                    models.CheckConstraint(
                        condition=models.Q(("source__in", ["party", "enquiry", "interest"])),
                        name="intake_swept_name_known_source",
                    ),
                ],
            },
        ),
        migrations.RunSQL(_KNOWN, migrations.RunSQL.noop),
    ]
