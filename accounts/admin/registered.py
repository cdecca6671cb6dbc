"""The tables of this app that stewards see."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from accounts import queries
from accounts.admin.base import ReadOnlyAdmin, TenantAdmin
from accounts.admin.exchange import TenantImportExportAdmin, TenantResource
from accounts.forms import TABLES
from accounts.models import ApiToken, AuditEntry, Code, Job, Member, Organisation, Trainee
from core.templatetags.marks import masked


@admin.register(Organisation)
class OrganisationAdmin(TenantAdmin):
    """Names and marks of organisations; managers make and close them."""

    list_display = ("name", "code", "kind", "parent", "active")
    list_filter = ("kind", "active")
    list_select_related = ("parent",)
    search_fields = ("name", "name_en", "code")
    fields = ("code", "name", "name_en", "kind", "seal_text", "region", "region_en")

    def has_add_permission(self, request):
        return False  # an organisation is made, and closed, by a manager on its page


class CodeResource(TenantResource):
    """One entry of a code table as a row of a sheet."""

    class Meta:
        model = Code
        fields = ("kind", "code", "name", "name_en", "order", "active")
        import_id_fields = ("kind", "code")
        clean_model_instances = True
        skip_unchanged = True
        use_bulk = False


@admin.register(Code)
class CodeAdmin(TenantImportExportAdmin):
    """The code tables, with export and import."""

    resource_classes = (CodeResource,)
    list_display = ("name", "name_en", "kind", "code", "organisation", "order", "active")
    list_filter = ("kind", "active")
    list_select_related = ("organisation",)
    search_fields = ("name", "name_en", "code")


@admin.register(Trainee)
class TraineeAdmin(TenantAdmin):
    """Trainees, without their identifiers."""

    list_display = ("name", "number", "organisation", "level", "area", "active")
    list_filter = ("sex", "active")
    list_select_related = ("organisation", "level", "area")
    search_fields = ("search_text",)
    exclude = ("preferences", "extra", "user", "id_number", "phone")
    readonly_fields = ("telephone", "identity")

    @admin.display(description=_("mobile"))
    def telephone(self, obj):
        """Masked: the person's own page shows it in full, with a reason."""
        return masked(obj.phone, "phone")

    @admin.display(description=_("identity number"))
    def identity(self, obj):
        return masked(obj.id_number, "identity")

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        if db_field.name in TABLES:
            kwargs["queryset"] = queries.codes(request.actor, TABLES[db_field.name])
        return super().formfield_for_foreignkey(db_field, request, **kwargs)


@admin.register(Member)
class MemberAdmin(ReadOnlyAdmin):
    """Roles are given by managers, on the page of the members: nobody raises himself here."""

    list_display = ("user", "organisation", "role", "active")
    list_filter = ("role", "active")
    list_select_related = ("user", "organisation")
    search_fields = ("user__name", "user__username")


@admin.register(AuditEntry)
class AuditAdmin(ReadOnlyAdmin):
    """The trail, to be read."""

    list_display = ("at", "member", "action", "target_label")
    list_filter = ("at",)
    list_select_related = ("member__user",)
    search_fields = ("action", "target", "target_label")


@admin.register(Job)
class JobAdmin(ReadOnlyAdmin):
    """Background work, to be read."""

    list_display = ("kind", "label", "state", "done", "total", "created_at", "member")
    list_filter = ("state",)
    list_select_related = ("member__user",)
    search_fields = ("kind", "label")


@admin.register(ApiToken)
class ApiTokenAdmin(ReadOnlyAdmin):
    """API tokens, without their keys."""

    list_display = ("name", "member", "expires_at", "last_used_at", "withdrawn_at")
    list_select_related = ("member__user",)
    exclude = ("key_hash",)
    search_fields = ("name",)
