from django.urls import URLPattern, path

from journal.views import background, supplements, undo, visits

urlpatterns: list[URLPattern] = [
    path("journal/restore/<slug:kind>/<int:pk>/", undo.restore_record, name="record-restore"),
    # What the patient takes
    path("supplements/", supplements.supplements, name="supplements"),
    # Background
    path("background/", background.background, name="background"),
    path("background/conditions/<slug:kind>/", background.answer_condition, name="condition-answer"),
    path("background/week/", background.anything_new, name="anything-new"),
    path("background/week/undo/", background.anything_new_undo, name="anything-new-undo"),
]
for noun, words in background.NOUNS.items():
    base = f"background/{noun}/"
    if words.new:
        urlpatterns.append(path(base + "new/", background.new_entry, {"noun": noun}, name=f"{noun}-new"))
    urlpatterns += [
        path(base + "<int:pk>/", background.edit_entry, {"noun": noun}, name=f"{noun}-edit"),
        path(base + "<int:pk>/delete/", background.delete_entry, {"noun": noun}, name=f"{noun}-delete"),
    ]
urlpatterns += [
    # Impressions and appointments
    path("supplements/<int:regimen_id>/impression/", visits.new_impression, name="impression-new"),
    path("impressions/<int:pk>/delete/", visits.delete_impression, name="impression-delete"),
    path("appointments/", visits.appointments, name="appointments"),
    path("appointments/new/", visits.new_appointment, name="appointment-new"),
    path("appointments/<int:pk>/", visits.edit_appointment, name="appointment-edit"),
    path("appointments/<int:pk>/delete/", visits.delete_appointment, name="appointment-delete"),
]
