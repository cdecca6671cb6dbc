"""What every admin page of a tenant's table shares."""

from django.contrib import admin
from django.http import Http404, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _

from accounts import queries
from accounts.access import Denied, key, record, stored_values
from accounts.choices import Role
from accounts.tenancy import Scoped


def steward(request) -> bool:
    """Data stewards work here, in the role they have chosen; operators too."""
    if not request.actor or not request.user.is_active:
        return False
    return request.actor.has(Role.STEWARD) or request.user.is_superuser


def no_other_way_in(request, extra_context=None):
    """Never show the form of the admin: people sign in at one place, with its limits."""
    if steward(request):
        return HttpResponseRedirect(reverse("admin:index"))
    raise Denied(_("The maintenance of data is for data stewards, in that role."))


admin.site.has_permission = steward
admin.site.login = no_other_way_in
admin.site.site_header = admin.site.site_title = "Train Portal"
admin.site.index_title = _("Data maintenance")
admin.site.site_url = "/"


class TenantAdmin(admin.ModelAdmin):
    """An admin page that shows and offers only what the steward's organisation may see."""

    read_only = False
    save_on_top = True
    list_per_page = 50
    show_full_result_count = False

    def get_queryset(self, request):
        return queries.rows_of(request.actor, self.model).order_by(*self.get_ordering(request))

    def has_module_permission(self, request):
        return steward(request)

    def has_view_permission(self, request, obj=None):
        return steward(request)

    def has_add_permission(self, request):
        return steward(request) and not self.read_only

    def has_change_permission(self, request, obj=None):
        return steward(request) and not self.read_only and (obj is None or self.owns(request, obj))

    def has_delete_permission(self, request, obj=None):
        return False  # rows end by their state; the trail keeps what they were

    def owns(self, request, obj) -> bool:
        """Shared and inherited rows are for reading."""
        organisation = obj
        for name in filter(None, self.model.owner.split("__")):
            organisation = getattr(organisation, name)
        return request.actor.organisation.is_above(organisation)

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        if "queryset" not in kwargs and (rows := scoped(db_field, request)) is not None:
            kwargs["queryset"] = rows
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def formfield_for_manytomany(self, db_field, request, **kwargs):
        if "queryset" not in kwargs and (rows := scoped(db_field, request)) is not None:
            kwargs["queryset"] = rows
        return super().formfield_for_manytomany(db_field, request, **kwargs)

    def save_model(self, request, obj, form, change):
        """Save and write the audit entry: nothing is written here without one."""
        before = stored_values(obj) if change else {}
        super().save_model(request, obj, form, change)
        action = f"admin.{'change' if change else 'add'}_{self.opts.model_name}"
        record(request.actor, action, obj, before, obj)

    def log_addition(self, request, obj, message):
        """The audit trail is the history; Django's own log is not kept beside it."""

    log_change = log_deletions = log_addition

    def _get_obj_does_not_exist_redirect(self, request, opts, object_id):
        """Not yours is not found, here as on every page."""
        raise Http404

    def history_view(self, request, object_id, extra_context=None):
        """Lead to the audit trail of this very object."""
        obj = self.get_object(request, object_id)
        if obj is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, object_id)
        query = urlencode({"q": key(obj)})
        return HttpResponseRedirect(f"{reverse('accounts:audit_list')}?{query}")


def scoped(db_field, request):
    """The rows a steward may point to; None leaves tables that hold no tenant's data alone."""
    model = db_field.remote_field.model
    return queries.rows_of(request.actor, model) if issubclass(model, Scoped) else None


class ReadOnlyAdmin(TenantAdmin):
    """A table that is read here and written elsewhere."""

    read_only = True
