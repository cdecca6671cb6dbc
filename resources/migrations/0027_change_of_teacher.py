import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("resources", "0026_photo")]

    operations = [
        migrations.AddField(
            model_name="coursechange",
            name="teacher",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="changes",
                to="resources.teacher",
            ),
        ),
    ]
