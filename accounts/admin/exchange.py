"""Small tables go out as a spreadsheet and come back as csv; large ones use the data intake."""

from django.utils.translation import gettext_lazy as _
from import_export.admin import ImportExportMixin
from import_export.formats.base_formats import CSV, XLSX
from import_export.forms import ImportForm, SelectableFieldsExportForm
from import_export.resources import ModelResource

from accounts import queries
from accounts.access import record
from accounts.admin.base import TenantAdmin, steward
from core.spreadsheets import write


def plain_rows(dataset) -> list[list]:
    """Every value as text: nothing in the file is a formula, no number loses its zeros."""
    return [["" if cell is None else str(cell) for cell in row] for row in dataset]


class TextCsv(CSV):
    """A csv that no spreadsheet program runs and Excel reads as UTF-8."""

    def export_data(self, dataset, **kwargs):
        return write.write_csv(dataset.headers, plain_rows(dataset))

    def is_binary(self):
        return True

    def create_dataset(self, in_stream, **kwargs):
        text = in_stream.decode("utf-8-sig") if isinstance(in_stream, bytes) else in_stream
        return super().create_dataset(text, **kwargs)

    def get_read_mode(self):
        return "rb"


class TextXlsx(XLSX):
    """A workbook of texts. Workbooks from outside are only read by the data intake."""

    def export_data(self, dataset, **kwargs):
        return write.write_xlsx({"data": (dataset.headers, plain_rows(dataset))})

    def can_import(self):
        return False


class TenantResource(ModelResource):
    """Rows of the steward's own organisation: found there, and put there."""

    def __init__(self, actor=None, **kwargs):
        super().__init__(**kwargs)
        self.actor = actor

    def get_queryset(self):
        return queries.rows_of(self.actor, self._meta.model).filter(
            organisation=self.actor.organisation
        )

    def init_instance(self, row=None):
        return self._meta.model(organisation=self.actor.organisation)


class FileType:
    """The library's word "format" means a way of teaching here."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["format"].label = _("File type")


class TypedImportForm(FileType, ImportForm):
    """Which file to read."""


class TypedExportForm(FileType, SelectableFieldsExportForm):
    """Which fields to write, and how."""


class TenantImportExportAdmin(ImportExportMixin, TenantAdmin):
    """A tenant's table with export, and import of a few rows; both leave an audit entry."""

    export_formats = (TextXlsx, TextCsv)
    import_formats = (TextCsv,)
    formats = (TextCsv, TextXlsx)
    import_form_class = TypedImportForm
    export_form_class = TypedExportForm
    skip_admin_log = True
    from_encoding = "utf-8-sig"

    def has_import_permission(self, request):
        return self.has_add_permission(request)

    def has_export_permission(self, request):
        return steward(request)

    def get_export_formats(self):
        return list(self.export_formats)

    def get_import_formats(self):
        return list(self.import_formats)

    def get_export_resource_kwargs(self, request, **kwargs):
        return {**super().get_export_resource_kwargs(request, **kwargs), "actor": request.actor}

    def get_import_resource_kwargs(self, request, **kwargs):
        return {**super().get_import_resource_kwargs(request, **kwargs), "actor": request.actor}

    def process_result(self, result, request):
        """Tell the trail how many rows came in."""
        self._record(request, "import", f"{dict(result.totals)}")
        return super().process_result(result, request)

    def get_export_data(self, file_format, request, queryset, **kwargs):
        """Tell the trail who took the table along."""
        self._record(request, "export", file_format.get_extension())
        return super().get_export_data(file_format, request, queryset, **kwargs)

    def _record(self, request, verb, reason):
        action = f"admin.{verb}_{self.opts.model_name}"
        record(request.actor, action, request.actor.organisation, {}, None, reason=reason)
