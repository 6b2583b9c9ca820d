import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from practice.at_once import AtOnce


class Migration(migrations.Migration):
    dependencies = [
        ("engagement", "0013_cost_agreements_are_immutable"),
        ("practice", "0022_call_policy_versions"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        AtOnce(
            [
                migrations.CreateModel(
                    name="Instruction",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "given_by",
                            models.CharField(help_text="Who spoke, as they were called then.", max_length=200),
                        ),
                        (
                            "authority",
                            models.CharField(
                                choices=[
                                    ("client", "The client"),
                                    ("position", "Instructs for the body"),
                                    ("acts", "Acts for the client by law"),
                                    ("named", "With the client’s authority"),
                                ],
                                max_length=8,
                            ),
                        ),
                        (
                            "shown_by",
                            models.CharField(
                                blank=True, help_text="What shows that they may; empty: the client.", max_length=200
                            ),
                        ),
                        (
                            "channel",
                            models.CharField(
                                choices=[
                                    ("in_person", "Face to face"),
                                    ("phone", "By telephone"),
                                    ("video", "By video"),
                                    ("email", "By e-mail"),
                                    ("letter", "By letter"),
                                    ("message", "By text or message"),
                                ],
                                max_length=9,
                            ),
                        ),
                        (
                            "given_at",
                            models.DateTimeField(help_text="When it was said, which may be before it was logged."),
                        ),
                        ("words", models.TextField()),
                        ("logged_at", models.DateTimeField()),
                        ("changes_scope", models.BooleanField(default=False)),
                        ("changes_estimate", models.BooleanField(default=False)),
                        ("changes_time", models.BooleanField(default=False)),
                        (
                            "stance",
                            models.CharField(
                                choices=[
                                    ("new", "Instructs"),
                                    ("agrees", "Agrees"),
                                    ("differs", "Wants something else"),
                                    ("withdraws", "Takes it back"),
                                ],
                                default="new",
                                max_length=9,
                            ),
                        ),
                        (
                            "about",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="answers",
                                to="engagement.instruction",
                            ),
                        ),
                        (
                            "client",
                            models.ForeignKey(
                                help_text="Whose word it is.",
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="instructions",
                                to="practice.party",
                            ),
                        ),
                        (
                            "corrects",
                            models.OneToOneField(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="corrected_by",
                                to="engagement.instruction",
                            ),
                        ),
                        (
                            "logged_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "matter",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="instructions",
                                to="practice.matter",
                            ),
                        ),
                        (
                            "taken_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "indexes": [models.Index(fields=["matter", "given_at"], name="engagement_instructions_of")],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("authority__in", ["client", "position", "acts", "named"])),
                                name="engagement_instruction_by_right",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("channel__in", ["in_person", "phone", "video", "email", "letter", "message"])
                                ),
                                name="engagement_instruction_channel",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("words", ""), _negated=True), models.Q(("given_by", ""), _negated=True)
                                ),
                                name="engagement_instruction_says_what",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("authority", "client"), models.Q(("shown_by", ""), _negated=True), _connector="OR"
                                ),
                                name="engagement_instruction_shows_authority",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("given_at__lte", models.F("logged_at"))),
                                name="engagement_instruction_was_given",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("about", None), ("stance", "new")),
                                    models.Q(
                                        ("about__isnull", False), ("stance__in", ["agrees", "differs", "withdraws"])
                                    ),
                                    _connector="OR",
                                ),
                                name="engagement_instruction_answer_is_about_one",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="InstructionRule",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("all_must_agree", models.BooleanField()),
                        ("because", models.CharField(help_text="What the clients told us, and where.", max_length=300)),
                        ("set_at", models.DateTimeField()),
                        (
                            "matter",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="instruction_rules",
                                to="practice.matter",
                            ),
                        ),
                        (
                            "set_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("because", ""), _negated=True),
                                name="engagement_instruction_rule_because",
                            )
                        ]
                    },
                ),
                migrations.CreateModel(
                    name="InstructionUpdate",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "instruction",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="led_to",
                                to="engagement.instruction",
                            ),
                        ),
                        (
                            "update_of",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="came_of",
                                to="engagement.costupdate",
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("instruction", "update_of"), name="engagement_one_row_an_update_came_of"
                            )
                        ]
                    },
                ),
            ]
        )
    ]
