from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVector
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("intake", "0012_more_parts_and_overrides"),
        ("practice", "0013_words_of_file_notes"),
    ]

    operations = [
        migrations.AlterField(
            "conflicthit",
            "source",
            models.CharField(
                choices=[
                    ("matter", "A party of a matter"),
                    ("party", "On record without a matter"),
                    ("enquiry", "An enquiry"),
                    ("staff", "A member of staff"),
                    ("interest", "The register of own interests"),
                    ("property", "A property of a matter"),
                    ("note", "A note"),
                ],
                max_length=12,
            ),
        ),
        migrations.AddIndex(
            "interviewanswer", GinIndex(SearchVector("words", config="simple"), name="intake_words_of_answer")
        ),
        migrations.AddIndex(
            "interviewnote", GinIndex(SearchVector("words", config="simple"), name="intake_words_of_note")
        ),
    ]
