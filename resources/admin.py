from django.contrib import admin
from django.db import transaction

from accounts.admin import TenantAdmin
from resources import versions
from resources.models import Base, Course, Room, Teacher


@admin.register(Course)
class CourseAdmin(TenantAdmin):
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
class TeacherAdmin(TenantAdmin):
    list_display = ("name", "number", "organisation", "title", "active")
    list_filter = ("active",)
    search_fields = ("search_text",)
    exclude = ("user",)


@admin.register(Base)
class BaseAdmin(TenantAdmin):
    list_display = ("name", "code", "organisation", "city", "capacity", "active")
    list_filter = ("active",)
    search_fields = ("search_text",)


@admin.register(Room)
class RoomAdmin(TenantAdmin):
    list_display = ("name", "code", "base", "building", "floor", "capacity", "active")
    list_filter = ("active",)
    search_fields = ("name", "code")
