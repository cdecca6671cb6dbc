from django.db import migrations
from django.db.models import Count, OuterRef, Subquery
from django.db.models.functions import Coalesce


def count(apps, schema_editor):
    course, offer = (apps.get_model("resources", name) for name in ("Course", "Offer"))
    given = offer._base_manager.filter(course=OuterRef("pk"), teacher__active=True)
    number = given.order_by().values("course").annotate(n=Count("teacher", distinct=True))
    course._base_manager.update(teacher_count=Coalesce(Subquery(number.values("n")), 0))


class Migration(migrations.Migration):
    dependencies = [("resources", "0014_counts")]
    operations = [migrations.RunPython(count, migrations.RunPython.noop)]
