import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0003_competences"),
        ("resources", "0012_course_versions"),
    ]

    operations = [
        migrations.CreateModel(
            name="CourseChange",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[("version", "New version"), ("recall", "Taken out of use")],
                        max_length=8,
                        verbose_name="kind",
                    ),
                ),
                ("about", models.CharField(db_index=True, max_length=60)),
                ("label", models.CharField(max_length=200, verbose_name="taken over by")),
                ("label_en", models.CharField(blank=True, max_length=200)),
                ("url", models.CharField(max_length=200)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("open", "Waiting for a decision"),
                            ("taken", "Change taken over"),
                            ("declined", "Left as it was"),
                            ("lapsed", "No longer shared"),
                        ],
                        default="open",
                        editable=False,
                        max_length=8,
                    ),
                ),
                ("open_key", models.CharField(max_length=120, null=True, unique=True)),
                ("asked_at", models.DateTimeField(auto_now_add=True, verbose_name="since")),
                (
                    "course",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="changes",
                        to="resources.course",
                    ),
                ),
                (
                    "held",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="resources.course",
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
                "verbose_name": "change of a course",
                "verbose_name_plural": "changes of courses",
                "ordering": ("-pk",),
            },
        ),
        migrations.CreateModel(
            name="CourseCompetence",
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
                    "course",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="competences",
                        to="resources.course",
                    ),
                ),
            ],
            options={
                "verbose_name": "competence of a course",
                "verbose_name_plural": "competences of courses",
                "ordering": ("competence__order", "competence_id"),
                "constraints": [
                    models.UniqueConstraint(
                        fields=("course", "competence"), name="course_competence_once"
                    )
                ],
            },
        ),
    ]
