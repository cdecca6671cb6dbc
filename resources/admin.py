from django.contrib import admin

from accounts.admin import TenantAdmin
from resources.models import Base, Course, Room, Teacher


@admin.register(Course)
class CourseAdmin(TenantAdmin):
    list_display = ("name", "code", "organisation", "category", "hours", "active")
    list_filter = ("active",)
    search_fields = ("search_text",)


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
