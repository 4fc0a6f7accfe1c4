from django.urls import URLPattern, path, register_converter

from journal.night_converter import NightConverter
from journal.views import (
    background,
    doses,
    episodes,
    journal,
    nights,
    paper,
    questions,
    supplements,
    undo,
    visits,
)

register_converter(NightConverter, "night")

urlpatterns: list[URLPattern] = [
    # The diary
    path("journal/", journal.journal, name="journal"),
    path("journal/night/<night:night>/", nights.night, name="night"),
    path("journal/nights/<night:night>/answer/", nights.answer_night, name="night-answer"),
    path("journal/scores/<slug:symptom>/<night:night>/", nights.answer_score, name="score-answer"),
    path("journal/paper/", paper.sheet, name="paper"),
    path("journal/paper/week/", paper.type_in, name="paper-week"),
    path("journal/episodes/new/", episodes.new_episode, name="episode-new"),
    path("journal/episodes/<int:pk>/", episodes.edit_episode, name="episode-edit"),
    path("journal/episodes/<int:pk>/details/", episodes.add_details, name="episode-details"),
    path("journal/episodes/<int:pk>/delete/", episodes.delete_episode, name="episode-delete"),
    path("journal/questions/<slug:kind>/<int:pk>/", questions.entry_questions, name="entry-questions"),
    path("journal/undo/<slug:kind>/<int:pk>/<int:version>/", questions.undo_change, name="record-undo"),
    path("journal/restore/<slug:kind>/<int:pk>/", undo.restore_record, name="record-restore"),
    # What the patient takes
    path("supplements/", supplements.supplements, name="supplements"),
    path("supplements/new/", supplements.new_regimen, name="regimen-new"),
    path("supplements/<int:regimen_id>/", supplements.edit_regimen, name="regimen-edit"),
    path("supplements/<int:regimen_id>/end/", supplements.end_regimen, name="regimen-end"),
    path("supplements/<int:regimen_id>/reopen/", supplements.reopen_regimen, name="regimen-reopen"),
    path("supplements/<int:regimen_id>/delete/", supplements.delete_regimen, name="regimen-delete"),
    path("supplements/<int:regimen_id>/doses/", doses.doses, name="regimen-doses"),
    path("supplements/<int:regimen_id>/dose/", doses.answer_dose, name="dose-answer"),
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
