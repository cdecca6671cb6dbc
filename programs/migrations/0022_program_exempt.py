from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("programs", "0021_composition_request")]

    operations = [
        migrations.AddField(
            model_name="program",
            name="exempt",
            field=models.JSONField(default=dict, editable=False),
        ),
    ]
