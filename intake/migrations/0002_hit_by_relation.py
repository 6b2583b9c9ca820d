from django.db import migrations, models

from practice.at_once import AtOnce


class Migration(migrations.Migration):
    dependencies = [
        ("intake", "0001_from_enquiry_to_meeting"),
        ("practice", "0002_relations"),
    ]

    operations = [
        AtOnce(
            [
                migrations.AddField(
                    model_name="conflicthit",
                    name="via",
                    field=models.CharField(
                        blank=True, default="", help_text="How the person found is related.", max_length=400
                    ),
                ),
                migrations.RemoveConstraint(model_name="conflicthit", name="intake_one_hit_per_thing_found"),
                migrations.AddConstraint(
                    model_name="conflicthit",
                    constraint=models.UniqueConstraint(
                        fields=(
                            "check_of",
                            "term",
                            "source",
                            "party",
                            "matter",
                            "there",
                            "enquiry",
                            "staff",
                            "interest",
                            "via",
                        ),
                        name="intake_one_hit_per_thing_found",
                        nulls_distinct=False,
                    ),
                ),
            ]
        ),
    ]
