from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("programs", "0020_scenarios")]

    operations = [
        migrations.AddField(
            model_name="composition",
            name="request",
            field=models.JSONField(default=dict),
        ),
    ]
