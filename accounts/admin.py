from django.contrib import admin
from import_export.admin import ImportExportMixin
from import_export.formats.base_formats import CSV, XLSX

from accounts.access import record, stored_values
from accounts.choices import Role
from accounts.models import AuditEntry, Code, Job, Member, Organisation, Trainee
from accounts.tenancy import Scoped


def steward(request) -> bool:
    """Data stewards work here, in the role they have chosen; operators too."""
    return bool(request.actor) and request.actor.has(Role.STEWARD) and request.user.is_active


admin.site.has_permission = steward
admin.site.site_header = admin.site.site_title = "Train Portal"


class TenantAdmin(admin.ModelAdmin):
    """An admin page that shows and offers only what the steward's organisation may see."""

    read_only = False

    def get_queryset(self, request):
        return self.model.objects.visible_to(request.actor)

    def has_module_permission(self, request):
        return steward(request)

    def has_view_permission(self, request, obj=None):
        return steward(request)

    def has_add_permission(self, request):
        return steward(request) and not self.read_only

    def has_change_permission(self, request, obj=None):
        return self.has_add_permission(request) and (obj is None or self.owns(request, obj))

    def has_delete_permission(self, request, obj=None):
        return False  # rows end by their state; the trail keeps what they were

    def owns(self, request, obj) -> bool:
        """Shared and inherited rows are for reading."""
        organisation = obj
        for name in filter(None, self.model.owner.split("__")):
            organisation = getattr(organisation, name)
        return request.actor.organisation.is_above(organisation)

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        kwargs.setdefault("queryset", scoped(db_field, request))
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def formfield_for_manytomany(self, db_field, request, **kwargs):
        kwargs.setdefault("queryset", scoped(db_field, request))
        return super().formfield_for_manytomany(db_field, request, **kwargs)

    def save_model(self, request, obj, form, change):
        before = stored_values(obj) if change else {}
        super().save_model(request, obj, form, change)
        action = f"admin.{'change' if change else 'add'}_{self.opts.model_name}"
        record(request.actor, action, obj, before, obj)

    def log_addition(self, request, obj, message):
        """The audit trail is the history; Django's own log is not kept beside it."""

    log_change = log_deletions = log_addition


def scoped(db_field, request):
    """The rows a steward may point to; None leaves tables that hold no tenant's data alone."""
    model = db_field.remote_field.model
    return model.objects.visible_to(request.actor) if issubclass(model, Scoped) else None


class TenantImportExportAdmin(ImportExportMixin, TenantAdmin):
    """The same with export and import of small tables; large ones go through the data intake."""

    formats = (XLSX, CSV)
    import_export_change_list_template = None


class ReadOnlyAdmin(TenantAdmin):
    read_only = True


@admin.register(Organisation)
class OrganisationAdmin(TenantAdmin):
    list_display = ("name", "code", "kind", "parent", "active")
    search_fields = ("name", "name_en", "code")
    fields = ("code", "name", "name_en", "kind", "seal_text", "region", "region_en", "active")

    def has_add_permission(self, request):
        return False  # an organisation is made by a manager, on its page


@admin.register(Code)
class CodeAdmin(TenantAdmin):
    list_display = ("name", "name_en", "kind", "code", "order", "active")
    list_filter = ("kind", "active")
    search_fields = ("name", "name_en", "code")


@admin.register(Trainee)
class TraineeAdmin(TenantAdmin):
    list_display = ("name", "number", "organisation", "level", "area", "active")
    list_filter = ("sex", "active")
    search_fields = ("search_text",)
    exclude = ("preferences", "extra", "user")


@admin.register(Member)
class MemberAdmin(ReadOnlyAdmin):
    list_display = ("user", "organisation", "role", "active")
    list_filter = ("role", "active")


@admin.register(AuditEntry)
class AuditAdmin(ReadOnlyAdmin):
    list_display = ("at", "member", "action", "target_label")
    list_filter = ("at",)
    search_fields = ("action", "target", "target_label")


@admin.register(Job)
class JobAdmin(ReadOnlyAdmin):
    list_display = ("kind", "state", "done", "total", "created_at", "member")
    list_filter = ("state",)
