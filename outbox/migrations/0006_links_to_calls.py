from django.db import migrations, models

from practice.at_once import AtOnce

_PURPOSES = [("accept", "Read and accept a letter"), ("callback", "Choose when we ring")]


class Migration(migrations.Migration):
    dependencies = [("outbox", "0005_prints_of_the_post")]

    operations = [
        AtOnce(
            [
                migrations.RemoveConstraint(model_name="securelink", name="outbox_link_known_purpose"),
                migrations.AlterField(
                    model_name="clientsession",
                    name="purpose",
                    field=models.CharField(choices=_PURPOSES, max_length=12),
                ),
                migrations.AlterField(
                    model_name="securelink",
                    name="purpose",
                    field=models.CharField(choices=_PURPOSES, max_length=12),
                ),
                migrations.AddConstraint(
                    model_name="securelink",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("purpose__in", ["accept", "callback"])), name="outbox_link_known_purpose"
                    ),
                ),
            ]
        ),
    ]
