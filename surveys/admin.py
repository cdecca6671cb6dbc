from django.contrib import admin

from accounts.admin import TenantAdmin
from accounts.queries import rows_of
from surveys import rules
from surveys.models import Question, Questionnaire


class QuestionInline(admin.StackedInline):
    """The questions of one questionnaire, until the first answer."""

    model = Question
    extra = 0

    def _may(self, request, obj) -> bool:
        return obj is None or bool(rules.may_edit(request.actor, obj))

    def has_view_permission(self, request, obj=None):
        return True

    def has_add_permission(self, request, obj):
        return self._may(request, obj)

    def has_change_permission(self, request, obj=None):
        return self._may(request, obj)

    def has_delete_permission(self, request, obj=None):
        return self._may(request, obj)

    def get_queryset(self, request):
        return rows_of(request.actor, self.model)


@admin.register(Questionnaire)
class QuestionnaireAdmin(TenantAdmin):
    list_display = ("name", "purpose", "organisation", "active")
    list_filter = ("purpose", "active")
    search_fields = ("name", "name_en")
    exclude = ("organisation",)
    inlines = (QuestionInline,)

    def has_change_permission(self, request, obj=None):
        allowed = super().has_change_permission(request, obj)
        return allowed and (obj is None or bool(rules.may_edit(request.actor, obj)))

    def save_model(self, request, obj, form, change):
        if not change:
            obj.organisation = request.actor.organisation
        super().save_model(request, obj, form, change)
