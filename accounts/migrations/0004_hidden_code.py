import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0003_competences"),
    ]

    operations = [
        migrations.CreateModel(
            name="HiddenCode",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "code",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="hidden_at",
                        to="accounts.code",
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.organisation",
                    ),
                ),
            ],
            options={
                "verbose_name": "hidden code",
                "verbose_name_plural": "hidden codes",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("organisation", "code"), name="code_hidden_once"
                    )
                ],
            },
        ),
    ]
