from django.db import migrations, models

from practice.at_once import AtOnce


class Migration(migrations.Migration):
    """Names get more kinds, and days; a contact point gets the day from which it is used."""

    dependencies = [
        ("practice", "0006_properties"),
    ]

    operations = [
        AtOnce(
            [
                migrations.AddField(
                    model_name="contactpoint",
                    name="began_on",
                    field=models.DateField(
                        blank=True, help_text="Before this day it is not used; none: at once.", null=True
                    ),
                ),
                migrations.AddField(
                    model_name="partyname",
                    name="from_on",
                    field=models.DateField(blank=True, help_text="None where nobody knows.", null=True),
                ),
                migrations.AddField(
                    model_name="partyname",
                    name="mistaken_because",
                    field=models.CharField(
                        blank=True,
                        db_default="",
                        default="",
                        help_text="Why it never was a name of theirs.",
                        max_length=200,
                    ),
                ),
                migrations.AddField(
                    model_name="partyname",
                    name="until_on",
                    field=models.DateField(
                        blank=True, help_text="The day it stopped; none where it goes on.", null=True
                    ),
                ),
                migrations.AlterField(
                    model_name="partyname",
                    name="kind",
                    field=models.CharField(
                        choices=[
                            ("current", "Legal name"),
                            ("former", "Former name"),
                            ("maiden", "Maiden name"),
                            ("known_as", "Known as"),
                            ("alias", "Alias"),
                            ("trading", "Trading name"),
                            ("transliteration", "Transliteration"),
                        ],
                        default="current",
                        max_length=16,
                    ),
                ),
                migrations.AddConstraint(
                    model_name="partyname",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            (
                                "kind__in",
                                ["current", "former", "maiden", "known_as", "alias", "trading", "transliteration"],
                            )
                        ),
                        name="practice_name_known_kind",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="partyname",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            ("from_on", None),
                            ("until_on", None),
                            ("until_on__gte", models.F("from_on")),
                            _connector="OR",
                        ),
                        name="practice_name_ends_after_it_begins",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="partyname",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("kind", "current"), _negated=True),
                            models.Q(("mistaken_because", ""), ("until_on", None)),
                            _connector="OR",
                        ),
                        name="practice_legal_name_goes_on",
                    ),
                ),
            ]
        ),
    ]
