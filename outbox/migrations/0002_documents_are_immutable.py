from django.db import migrations

from practice.append_only import append_only


class Migration(migrations.Migration):
    dependencies = [("outbox", "0001_messages_and_documents")]

    operations = append_only("outbox_document", "outbox_attachment")
