import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0004_hidden_code"),
        ("resources", "0031_ready_version"),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="coursechange",
            name="change_of_one",
        ),
        migrations.AddField(
            model_name="coursechange",
            name="readyprogram",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="changes",
                to="resources.readyprogram",
            ),
        ),
        migrations.AddField(
            model_name="coursechange",
            name="reason",
            field=models.CharField(blank=True, max_length=400, verbose_name="reason"),
        ),
    ]
