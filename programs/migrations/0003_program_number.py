from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("programs", "0002_initial")]

    operations = [
        migrations.AddField(
            model_name="program",
            name="number",
            field=models.CharField(
                blank=True, max_length=40, null=True, verbose_name="programme number"
            ),
        ),
    ]
