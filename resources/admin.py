from django.contrib import admin
from django.db import transaction

from accounts.admin import TenantAdmin
from accounts.queries import organisations
from resources import queries, rules, versions
from resources.models import Base, Course, Room, Teacher


class KeptAdmin(TenantAdmin):
    """A table that its owners keep, here by the same rule as on its pages and in the API."""

    def has_add_permission(self, request):
        return super().has_add_permission(request) and bool(rules.may_offer_own(request.actor))

    def owns(self, request, obj) -> bool:
        return bool(rules.may_keep(request.actor, obj))

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        """Something new belongs to the steward's own organisation, and nothing moves elsewhere."""
        if db_field.name == "organisation":
            own = organisations(request.actor).filter(pk=request.actor.organisation.pk)
            kwargs["queryset"] = own
        return super().formfield_for_foreignkey(db_field, request, **kwargs)


@admin.register(Course)
class CourseAdmin(KeptAdmin):
    list_display = ("name", "code", "organisation", "category", "hours", "active")
    list_filter = ("active",)
    search_fields = ("search_text",)

    @transaction.atomic
    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        """Keep the version that others hold, here as on every page."""
        course = self.get_object(request, object_id) if object_id and request.POST else None
        with versions.kept(request.actor, [course] if course else []):
            return super().changeform_view(request, object_id, form_url, extra_context)


@admin.register(Teacher)
class TeacherAdmin(KeptAdmin):
    list_display = ("name", "number", "organisation", "title", "active")
    list_filter = ("active",)
    search_fields = ("search_text",)
    exclude = ("user",)


@admin.register(Base)
class BaseAdmin(KeptAdmin):
    list_display = ("name", "code", "organisation", "city", "capacity", "active")
    list_filter = ("active",)
    search_fields = ("search_text",)


@admin.register(Room)
class RoomAdmin(KeptAdmin):
    list_display = ("name", "code", "base", "building", "floor", "capacity", "active")
    list_filter = ("active",)
    search_fields = ("name", "code")

    def owns(self, request, obj) -> bool:
        return bool(rules.may_keep_room(request.actor, obj))

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        if db_field.name == "base":
            kwargs["queryset"] = queries.own_bases(request.actor)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)
