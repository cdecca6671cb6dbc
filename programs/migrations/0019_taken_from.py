import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("programs", "0018_plan_competence"),
        ("resources", "0016_ready_programs"),
    ]

    operations = [
        migrations.AddField(
            model_name="program",
            name="taken_from",
            field=models.ForeignKey(
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="adopted",
                to="resources.readyprogram",
            ),
        ),
        migrations.AddField(
            model_name="program",
            name="taken_version",
            field=models.PositiveSmallIntegerField(editable=False, null=True),
        ),
    ]
