from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("matching", "0002_initial")]

    operations = [
        migrations.AddField(
            model_name="choice", name="propensity", field=models.FloatField(null=True)
        ),
    ]
