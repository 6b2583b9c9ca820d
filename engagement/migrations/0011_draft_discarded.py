from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("engagement", "0010_order_of_signers")]

    operations = [
        migrations.RemoveConstraint(
            model_name="costupdate",
            name="engagement_update_known_stage",
        ),
        migrations.RemoveConstraint(
            model_name="costupdate",
            name="engagement_one_update_a_number",
        ),
        migrations.RemoveConstraint(
            model_name="costupdate",
            name="engagement_update_issued_says_when_by_whom_and_what",
        ),
        migrations.RemoveConstraint(
            model_name="costupdate",
            name="engagement_update_stopped_says_when",
        ),
        migrations.RemoveConstraint(
            model_name="letter",
            name="engagement_letter_known_stage",
        ),
        migrations.RemoveConstraint(
            model_name="letter",
            name="engagement_one_letter_a_version",
        ),
        migrations.RemoveConstraint(
            model_name="letter",
            name="engagement_issued_says_when_by_whom_and_what",
        ),
        migrations.RemoveConstraint(
            model_name="letter",
            name="engagement_ended_says_when",
        ),
        migrations.AlterField(
            model_name="costupdate",
            name="ended_at",
            field=models.DateTimeField(blank=True, help_text="When it was stopped or discarded.", null=True),
        ),
        migrations.AlterField(
            model_name="costupdate",
            name="stage",
            field=models.CharField(
                choices=[
                    ("draft", "Draft"),
                    ("to_approve", "Waiting for approval"),
                    ("approved", "Approved"),
                    ("issued", "Issued"),
                    ("stopped", "Stopped before it went"),
                    ("superseded", "Replaced by a later version"),
                    ("discarded", "Draft thrown away"),
                ],
                default="draft",
                max_length=12,
            ),
        ),
        migrations.AlterField(
            model_name="letter",
            name="ended_at",
            field=models.DateTimeField(blank=True, help_text="When it was stopped, replaced or discarded.", null=True),
        ),
        migrations.AlterField(
            model_name="letter",
            name="stage",
            field=models.CharField(
                choices=[
                    ("draft", "Draft"),
                    ("to_approve", "Waiting for approval"),
                    ("approved", "Approved"),
                    ("issued", "Issued"),
                    ("stopped", "Stopped before it went"),
                    ("superseded", "Replaced by a later version"),
                    ("discarded", "Draft thrown away"),
                ],
                default="draft",
                max_length=12,
            ),
        ),
        migrations.AddConstraint(
            model_name="costupdate",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("stage__in", ("draft", "to_approve", "approved", "issued", "stopped", "discarded"))
                ),
                name="engagement_update_known_stage",
            ),
        ),
        migrations.AddConstraint(
            model_name="costupdate",
            constraint=models.UniqueConstraint(
                condition=models.Q(("stage", "discarded"), _negated=True),
                fields=("matter", "number"),
                name="engagement_one_update_a_number",
            ),
        ),
        migrations.AddConstraint(
            model_name="costupdate",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("estimate__isnull", False),
                        ("estimate_low__isnull", False),
                        ("issued_at__isnull", False),
                        ("issued_by__isnull", False),
                        ("issued_on__isnull", False),
                        ("stage__in", ["issued", "stopped"]),
                    ),
                    models.Q(
                        ("estimate", None),
                        ("estimate_low", None),
                        ("issued_at", None),
                        ("issued_by", None),
                        ("issued_on", None),
                        ("stage__in", ["draft", "to_approve", "approved", "discarded"]),
                    ),
                    _connector="OR",
                ),
                name="engagement_update_issued_says_when_by_whom_and_what",
            ),
        ),
        migrations.AddConstraint(
            model_name="costupdate",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("ended_at__isnull", False), ("stage__in", ["stopped", "discarded"])),
                    models.Q(models.Q(("stage__in", ["stopped", "discarded"]), _negated=True), ("ended_at", None)),
                    _connector="OR",
                ),
                name="engagement_update_stopped_says_when",
            ),
        ),
        migrations.AddConstraint(
            model_name="letter",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("stage__in", ["draft", "to_approve", "approved", "issued", "stopped", "superseded", "discarded"])
                ),
                name="engagement_letter_known_stage",
            ),
        ),
        migrations.AddConstraint(
            model_name="letter",
            constraint=models.UniqueConstraint(
                condition=models.Q(("stage", "discarded"), _negated=True),
                fields=("matter", "version"),
                name="engagement_one_letter_a_version",
            ),
        ),
        migrations.AddConstraint(
            model_name="letter",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("accept_by__isnull", False),
                        ("estimate__isnull", False),
                        ("issued_at__isnull", False),
                        ("issued_by__isnull", False),
                        ("issued_on__isnull", False),
                        ("stage__in", ["issued", "stopped", "superseded"]),
                        ("terms__isnull", False),
                    ),
                    models.Q(
                        ("accept_by", None),
                        ("estimate", None),
                        ("issued_at", None),
                        ("issued_by", None),
                        ("issued_on", None),
                        ("stage__in", ["draft", "to_approve", "approved", "discarded"]),
                        ("terms", None),
                    ),
                    _connector="OR",
                ),
                name="engagement_issued_says_when_by_whom_and_what",
            ),
        ),
        migrations.AddConstraint(
            model_name="letter",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("ended_at__isnull", False), ("stage__in", ["stopped", "superseded", "discarded"])),
                    models.Q(
                        models.Q(("stage__in", ["stopped", "superseded", "discarded"]), _negated=True),
                        ("ended_at", None),
                    ),
                    _connector="OR",
                ),
                name="engagement_ended_says_when",
            ),
        ),
    ]
