import django.contrib.postgres.fields
import django.db.models.deletion
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVector
from django.db import migrations, models

from practice.at_once import AtOnce


class Migration(migrations.Migration):
    dependencies = [
        ("intake", "0013_words_of_notes"),
        ("practice", "0014_accents_in_notes_and_the_first_talk"),
    ]

    operations = [
        migrations.AddField(
            "suspicionnote",
            "about",
            models.TextField(
                blank=True, default="", help_text="What the records said that went when their import was undone."
            ),
            preserve_default=False,
        ),
        migrations.AlterField(
            "suspicionnote",
            "matter",
            models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="practice.matter",
            ),
        ),
        migrations.AddConstraint(
            "suspicionnote",
            models.CheckConstraint(
                condition=models.Q(("matter__isnull", False), models.Q(("about", ""), _negated=True), _connector="OR"),
                name="intake_suspicion_says_about_what",
            ),
        ),
        migrations.RemoveIndex("interviewanswer", "intake_words_of_answer"),
        migrations.RemoveIndex("interviewnote", "intake_words_of_note"),
        migrations.AddIndex(
            "interviewanswer", GinIndex(SearchVector("words", config="folded"), name="intake_words_of_answer")
        ),
        migrations.AddIndex(
            "interviewnote", GinIndex(SearchVector("words", config="folded"), name="intake_words_of_note")
        ),
        AtOnce(
            [
                migrations.AddField(
                    model_name="enquiry",
                    name="adjustments",
                    field=django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(
                            choices=[
                                ("large_print", "Large print"),
                                ("braille", "Braille"),
                                ("audio", "Audio"),
                                ("easy_read", "Easy read"),
                                ("coloured_paper", "Coloured paper"),
                                ("interpreter", "Interpreter"),
                                ("sign_language", "Sign language"),
                                ("relay_service", "Relay service"),
                                ("call_only_times", "Calls at set times only"),
                                ("no_voicemail", "No voicemail"),
                                ("one_point_of_contact", "One point of contact"),
                                ("plain_summary_after_call", "Plain summary after each call"),
                                ("longer_appointments", "Longer appointments"),
                                ("breaks", "Breaks"),
                                ("quiet_room", "Quiet room"),
                                ("chaperone", "Chaperone"),
                                ("home_visit", "Home visit"),
                            ],
                            max_length=24,
                        ),
                        blank=True,
                        default=list,
                        help_text="What they asked for; it is theirs on record once staff confirm it.",
                        size=None,
                    ),
                ),
                migrations.AddField(
                    model_name="enquiry",
                    name="formed",
                    field=models.CharField(
                        blank=True,
                        choices=[
                            ("on_premises", "At our office"),
                            ("distance", "By phone, post or internet"),
                            ("off_premises", "Somewhere else, face to face"),
                        ],
                        help_text="Empty: not known.",
                        max_length=12,
                    ),
                ),
                migrations.AddField(
                    model_name="enquiry",
                    name="language",
                    field=models.CharField(blank=True, help_text="Of an interpreter, if they need one.", max_length=40),
                ),
                migrations.AddField(
                    model_name="enquiry",
                    name="marketing",
                    field=models.BooleanField(
                        blank=True, help_text="What they said to news from us; empty: nothing.", null=True
                    ),
                ),
                migrations.AddField(
                    model_name="enquiry",
                    name="prefers",
                    field=models.CharField(
                        blank=True,
                        choices=[("phone", "By telephone"), ("email", "By e-mail"), ("post", "By post")],
                        max_length=6,
                    ),
                ),
                migrations.AddField(
                    model_name="enquiry",
                    name="prefers_from",
                    field=models.TimeField(blank=True, null=True),
                ),
                migrations.AddField(
                    model_name="enquiry",
                    name="prefers_until",
                    field=models.TimeField(blank=True, null=True),
                ),
                migrations.AddConstraint(
                    model_name="enquiry",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("prefers_from", None), ("prefers_until", None)),
                            ("prefers_from__lt", models.F("prefers_until")),
                            _connector="OR",
                        ),
                        name="intake_enquiry_prefers_from_until",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="enquiry",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            ("marketing", None),
                            ("marketing", False),
                            models.Q(("notice_version", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="intake_enquiry_marketing_names_its_notice",
                    ),
                ),
            ]
        ),
    ]
