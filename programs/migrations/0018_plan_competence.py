import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0003_competences"),
        ("programs", "0017_composition"),
    ]

    operations = [
        migrations.CreateModel(
            name="PlanCompetence",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "level",
                    models.PositiveSmallIntegerField(
                        choices=[
                            (1, "1 knows it"),
                            (2, "2 applies it"),
                            (3, "3 masters it"),
                            (4, "4 leads others in it"),
                        ],
                        default=1,
                        verbose_name="level",
                    ),
                ),
                (
                    "competence",
                    models.ForeignKey(
                        limit_choices_to={"kind": "competence"},
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.code",
                        verbose_name="competence",
                    ),
                ),
                (
                    "plan",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="competences",
                        to="programs.plan",
                    ),
                ),
            ],
            options={
                "verbose_name": "demanded competence",
                "verbose_name_plural": "demanded competences",
                "ordering": ("competence__order", "competence_id"),
                "constraints": [
                    models.UniqueConstraint(
                        fields=("plan", "competence"), name="plan_competence_once"
                    )
                ],
            },
        ),
    ]
