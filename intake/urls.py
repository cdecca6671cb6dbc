from django.urls import path

from intake.views import beginning, checking, deciding, keeping, reading, working

app_name = "intake"
urlpatterns = [
    path("", beginning.batch_list, name="batch_list"),
    path("start/", beginning.batch_add, name="batch_add"),
    path("start/<slug:kind>/", beginning.batch_upload, name="batch_upload"),
    path("templates/<slug:kind>/<slug:language>/", beginning.template, name="template"),
    path("kinds/<slug:key>/", keeping.kind, name="kind"),
    path("kinds/<slug:key>/export/", keeping.export, name="export"),
    path("files/", keeping.file_list, name="file_list"),
    path("files/<int:pk>/", beginning.file, name="file"),
    path("files/<int:pk>/rows/", keeping.file_rows, name="file_rows"),
    path("rows/<int:pk>/", keeping.row, name="row"),
    path("limits/", keeping.limits, name="limits"),
    path("<int:pk>/", working.batch, name="batch"),
    path("<int:pk>/sheet/", reading.batch_sheet, name="batch_sheet"),
    path("<int:pk>/columns/", reading.batch_columns, name="batch_columns"),
    path("<int:pk>/check/", checking.batch_check, name="batch_check"),
    path("<int:pk>/check/<slug:fate>/", checking.batch_rows, name="batch_rows"),
    path("<int:pk>/duplicates/", deciding.batch_duplicates, name="batch_duplicates"),
    path("<int:pk>/cells/", deciding.batch_cells, name="batch_cells"),
    path("<int:pk>/word/", checking.batch_match, name="batch_match"),
    path("<int:pk>/errors/", checking.batch_errors, name="batch_errors"),
    path("<int:pk>/correct/", checking.batch_correct, name="batch_correct"),
    path("<int:pk>/confirm/", checking.batch_confirm, name="batch_confirm"),
    path("<int:pk>/skip/", working.batch_skip, name="batch_skip"),
    path("<int:pk>/stop/", working.batch_stop, name="batch_stop"),
    path("<int:pk>/resume/", working.batch_resume, name="batch_resume"),
    path("<int:pk>/undo/", working.batch_undo, name="batch_undo"),
]
