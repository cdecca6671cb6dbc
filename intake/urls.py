from django.urls import path

from intake.views import beginning, checking, reading, working

app_name = "intake"
urlpatterns = [
    path("", beginning.batch_list, name="batch_list"),
    path("start/", beginning.batch_add, name="batch_add"),
    path("start/<slug:kind>/", beginning.batch_upload, name="batch_upload"),
    path("templates/<slug:kind>/<slug:language>/", beginning.template, name="template"),
    path("files/<int:pk>/", beginning.file, name="file"),
    path("<int:pk>/", working.batch, name="batch"),
    path("<int:pk>/sheet/", reading.batch_sheet, name="batch_sheet"),
    path("<int:pk>/columns/", reading.batch_columns, name="batch_columns"),
    path("<int:pk>/check/", checking.batch_check, name="batch_check"),
    path("<int:pk>/check/<slug:fate>/", checking.batch_rows, name="batch_rows"),
    path("<int:pk>/word/", checking.batch_match, name="batch_match"),
    path("<int:pk>/errors/", checking.batch_errors, name="batch_errors"),
    path("<int:pk>/correct/", checking.batch_correct, name="batch_correct"),
    path("<int:pk>/confirm/", checking.batch_confirm, name="batch_confirm"),
    path("<int:pk>/skip/", working.batch_skip, name="batch_skip"),
    path("<int:pk>/stop/", working.batch_stop, name="batch_stop"),
    path("<int:pk>/resume/", working.batch_resume, name="batch_resume"),
    path("<int:pk>/undo/", working.batch_undo, name="batch_undo"),
]
