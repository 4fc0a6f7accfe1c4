from django.apps import AppConfig

from reminders.push import check_key


class RemindersConfig(AppConfig):
    name = "reminders"
    verbose_name = "Reminders"

    def ready(self):
        check_key()
