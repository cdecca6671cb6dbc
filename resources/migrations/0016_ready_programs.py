import django.core.validators
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0003_competences"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("resources", "0015_count_teachers"),
    ]

    operations = [
        migrations.CreateModel(
            name="ReadyProgram",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=200, verbose_name="name")),
                (
                    "name_en",
                    models.CharField(blank=True, max_length=200, verbose_name="name in English"),
                ),
                (
                    "rating",
                    models.DecimalField(
                        blank=True, decimal_places=2, max_digits=3, null=True, verbose_name="rating"
                    ),
                ),
                (
                    "rating_count",
                    models.PositiveIntegerField(default=0, editable=False, verbose_name="ratings"),
                ),
                ("search_text", models.CharField(editable=False, max_length=400)),
                ("active", models.BooleanField(default=True, verbose_name="in use")),
                (
                    "views",
                    models.PositiveIntegerField(
                        default=0, editable=False, verbose_name="views from elsewhere"
                    ),
                ),
                (
                    "downloads",
                    models.PositiveIntegerField(
                        default=0, editable=False, verbose_name="materials opened"
                    ),
                ),
                ("code", models.CharField(max_length=40, verbose_name="number")),
                ("aim", models.TextField(blank=True, verbose_name="aim")),
                ("aim_en", models.TextField(blank=True, verbose_name="aim in English")),
                (
                    "days",
                    models.PositiveSmallIntegerField(
                        default=3,
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(60),
                        ],
                        verbose_name="days",
                    ),
                ),
                (
                    "places",
                    models.PositiveSmallIntegerField(
                        default=40,
                        validators=[django.core.validators.MinValueValidator(1)],
                        verbose_name="places",
                    ),
                ),
                (
                    "version",
                    models.PositiveSmallIntegerField(
                        default=1, editable=False, verbose_name="version"
                    ),
                ),
                (
                    "levels",
                    models.ManyToManyField(
                        blank=True, related_name="+", to="accounts.code", verbose_name="for levels"
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
                (
                    "theme",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.code",
                        verbose_name="theme",
                    ),
                ),
            ],
            options={
                "verbose_name": "ready-made programme",
                "verbose_name_plural": "ready-made programmes",
                "ordering": ("code", "pk"),
            },
        ),
        migrations.CreateModel(
            name="ReadyLine",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "day",
                    models.PositiveSmallIntegerField(
                        default=1,
                        validators=[django.core.validators.MinValueValidator(1)],
                        verbose_name="day",
                    ),
                ),
                (
                    "slot",
                    models.PositiveSmallIntegerField(
                        choices=[(0, "08:30"), (1, "10:20"), (2, "14:00"), (3, "15:50")],
                        default=0,
                        verbose_name="begins",
                    ),
                ),
                (
                    "course",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="resources.course",
                        verbose_name="course",
                    ),
                ),
                (
                    "format",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.code",
                        verbose_name="format",
                    ),
                ),
                (
                    "teacher",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="resources.teacher",
                        verbose_name="teacher",
                    ),
                ),
                (
                    "ready",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="lines",
                        to="resources.readyprogram",
                    ),
                ),
            ],
            options={
                "verbose_name": "line of a ready-made programme",
                "verbose_name_plural": "lines of ready-made programmes",
                "ordering": ("day", "slot", "pk"),
            },
        ),
        migrations.CreateModel(
            name="ReadyProgramGrant",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("until", models.DateField(blank=True, null=True)),
                ("given_at", models.DateTimeField(auto_now_add=True)),
                (
                    "content_object",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="grants",
                        to="resources.readyprogram",
                    ),
                ),
                (
                    "given_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.member",
                    ),
                ),
                (
                    "group",
                    models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to="auth.group"),
                ),
                (
                    "permission",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, to="auth.permission"
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.AddConstraint(
            model_name="readyprogram",
            constraint=models.UniqueConstraint(
                fields=("organisation", "code"), name="ready_code_once"
            ),
        ),
        migrations.AlterUniqueTogether(
            name="readyprogramgrant",
            unique_together={("group", "permission", "content_object")},
        ),
    ]
