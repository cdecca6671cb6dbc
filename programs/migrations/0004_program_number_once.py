from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("programs", "0003_program_number")]

    operations = [
        migrations.AddConstraint(
            model_name="program",
            constraint=models.UniqueConstraint(
                fields=("organisation", "number"), name="program_number_once"
            ),
        ),
    ]
