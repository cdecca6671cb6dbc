import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("resources", "0027_change_of_teacher")]

    operations = [
        migrations.AddField(
            model_name="coursechange",
            name="base",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="changes",
                to="resources.base",
            ),
        ),
    ]
