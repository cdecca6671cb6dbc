import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("resources", "0028_change_of_base")]

    operations = [
        migrations.AlterModelOptions(
            name="coursechange",
            options={
                "ordering": ("-pk",),
                "verbose_name": "change of a resource",
                "verbose_name_plural": "changes of resources",
            },
        ),
        migrations.AlterField(
            model_name="coursechange",
            name="course",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="changes",
                to="resources.course",
            ),
        ),
    ]
