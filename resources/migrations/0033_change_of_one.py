from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("resources", "0032_change_of_ready")]

    operations = [
        migrations.AddConstraint(
            model_name="coursechange",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("base__isnull", True),
                        ("course__isnull", False),
                        ("readyprogram__isnull", True),
                        ("teacher__isnull", True),
                    ),
                    models.Q(
                        ("base__isnull", True),
                        ("course__isnull", True),
                        ("readyprogram__isnull", True),
                        ("teacher__isnull", False),
                    ),
                    models.Q(
                        ("base__isnull", False),
                        ("course__isnull", True),
                        ("readyprogram__isnull", True),
                        ("teacher__isnull", True),
                    ),
                    models.Q(
                        ("base__isnull", True),
                        ("course__isnull", True),
                        ("readyprogram__isnull", False),
                        ("teacher__isnull", True),
                    ),
                    _connector="OR",
                ),
                name="change_of_one",
            ),
        ),
    ]
