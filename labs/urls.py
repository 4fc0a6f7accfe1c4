from django.urls import URLPattern, path

from labs.views import bands, imports, pages, panels, questions, results

urlpatterns: list[URLPattern] = [
    path("labs/", pages.labs, name="labs"),
    path("labs/tests/<slug:slug>/", pages.lab_test, name="lab-test"),
    path("labs/bands/", bands.choose_bands, name="lab-bands"),
    path("labs/new/", results.new_result, name="lab-new"),
    path("labs/panels/<slug:slug>/", panels.new_panel, name="lab-panel"),
    path("labs/import/", imports.import_results, name="lab-import"),
    path("labs/import/store/", imports.store_import, name="lab-import-store"),
    path("labs/questions/", questions.ask_signs, name="lab-questions"),
    path("labs/<int:pk>/", results.edit_result, name="lab-edit"),
    path("labs/<int:pk>/delete/", results.delete_result, name="lab-delete"),
    path("labs/<int:pk>/restore/", results.restore_result, name="lab-restore"),
]
