import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("matching", "0003_choice_propensity"),
        ("programs", "0017_composition"),
    ]

    operations = [
        migrations.CreateModel(
            name="Propensity",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("share", models.FloatField(verbose_name="share of the theme")),
                ("themes", models.PositiveSmallIntegerField(verbose_name="themes open")),
                ("at", models.DateTimeField(auto_now_add=True)),
                (
                    "enrolment",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="propensity",
                        to="programs.enrolment",
                    ),
                ),
                (
                    "model",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="propensities",
                        to="matching.model",
                    ),
                ),
            ],
            options={
                "verbose_name": "propensity of a place",
                "verbose_name_plural": "propensities of places",
            },
        ),
    ]
