from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.operations import UnaccentExtension
from django.contrib.postgres.search import SearchVector
from django.db import migrations, models

from practice.at_once import AtOnce


class Migration(migrations.Migration):
    dependencies = [("practice", "0013_words_of_file_notes")]

    operations = [
        UnaccentExtension(),
        migrations.RunSQL(
            """
            CREATE TEXT SEARCH CONFIGURATION folded (COPY = simple);
            ALTER TEXT SEARCH CONFIGURATION folded
                ALTER MAPPING FOR asciiword, word, hword, hword_part, asciihword, hword_asciipart
                WITH unaccent, simple;
            """,
            "DROP TEXT SEARCH CONFIGURATION folded",
        ),
        migrations.RemoveIndex("filenote", "practice_words_of_file_note"),
        migrations.AddIndex(
            "filenote", GinIndex(SearchVector("text", config="folded"), name="practice_words_of_file_note")
        ),
        migrations.AddField(
            "matter",
            "formed",
            models.CharField(
                blank=True,
                choices=[
                    ("on_premises", "At our office"),
                    ("distance", "By phone, post or internet"),
                    ("off_premises", "Somewhere else, face to face"),
                ],
                default="",
                help_text="Empty: not known.",
                max_length=12,
            ),
            preserve_default=False,
        ),
        AtOnce(
            [
                migrations.RemoveConstraint(
                    model_name="consenttoshare",
                    name="practice_share_withdrawn_says_when_by_whom_and_how",
                ),
                migrations.RemoveConstraint(
                    model_name="purposeconsent",
                    name="practice_purpose_known_way",
                ),
                migrations.AlterField(
                    model_name="consenttoshare",
                    name="way",
                    field=models.CharField(
                        choices=[
                            ("face_to_face", "Face to face"),
                            ("rang_them", "We rang a confirmed number of theirs"),
                            ("signed", "In a letter or form that they signed"),
                            ("mailbox", "From their confirmed mailbox"),
                            ("rang_us", "They rang us"),
                            ("enquiry", "When they first enquired"),
                        ],
                        max_length=12,
                    ),
                ),
                migrations.AlterField(
                    model_name="consenttoshare",
                    name="withdrawn_way",
                    field=models.CharField(
                        blank=True,
                        choices=[
                            ("face_to_face", "Face to face"),
                            ("rang_them", "We rang a confirmed number of theirs"),
                            ("signed", "In a letter or form that they signed"),
                            ("mailbox", "From their confirmed mailbox"),
                            ("rang_us", "They rang us"),
                            ("enquiry", "When they first enquired"),
                        ],
                        max_length=12,
                    ),
                ),
                migrations.AlterField(
                    model_name="purposeconsent",
                    name="way",
                    field=models.CharField(
                        choices=[
                            ("face_to_face", "Face to face"),
                            ("rang_them", "We rang a confirmed number of theirs"),
                            ("signed", "In a letter or form that they signed"),
                            ("mailbox", "From their confirmed mailbox"),
                            ("rang_us", "They rang us"),
                            ("enquiry", "When they first enquired"),
                        ],
                        max_length=12,
                    ),
                ),
                migrations.AddConstraint(
                    model_name="consenttoshare",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("withdrawn_at", None), ("withdrawn_by", None), ("withdrawn_way", "")),
                            models.Q(
                                ("withdrawn_at__isnull", False),
                                ("withdrawn_by__isnull", False),
                                (
                                    "withdrawn_way__in",
                                    ["face_to_face", "rang_them", "signed", "mailbox", "rang_us", "enquiry"],
                                ),
                            ),
                            _connector="OR",
                        ),
                        name="practice_share_withdrawn_says_when_by_whom_and_how",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="purposeconsent",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            ("way__in", ["face_to_face", "rang_them", "signed", "mailbox", "rang_us", "enquiry"])
                        ),
                        name="practice_purpose_known_way",
                    ),
                ),
            ]
        ),
    ]
