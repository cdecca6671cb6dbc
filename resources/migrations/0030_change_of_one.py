from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("resources", "0029_change_of_resource")]

    operations = [
        migrations.AddConstraint(
            model_name="coursechange",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("base", None), ("course__isnull", False), ("teacher", None)),
                    models.Q(("base", None), ("course", None), ("teacher__isnull", False)),
                    models.Q(("base__isnull", False), ("course", None), ("teacher", None)),
                    _connector="OR",
                ),
                name="change_of_one",
            ),
        ),
    ]
