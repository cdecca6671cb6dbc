from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("accounts", "0001_initial"), ("intake", "0004_constants")]

    operations = [
        migrations.AlterField(
            model_name="receivedrow",
            name="fate",
            field=models.CharField(
                choices=[
                    ("pending", "Not checked yet"),
                    ("new", "New"),
                    ("updated", "Updated"),
                    ("unchanged", "Unchanged"),
                    ("error", "With errors"),
                    ("probable", "Probable duplicate"),
                    ("repeated", "Repeats an earlier row"),
                    ("skipped", "Skipped"),
                    ("replaced", "Replaced by a corrected row"),
                ],
                default="pending",
                max_length=10,
            ),
        ),
    ]
