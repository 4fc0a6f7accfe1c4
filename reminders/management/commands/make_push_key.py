from django.core.management.base import BaseCommand

from reminders.push import new_key


class Command(BaseCommand):
    help = (
        "Print a new VAPID_PRIVATE_KEY for notifications. Devices that were added with an older one are lost."
    )

    def handle(self, **options):
        self.stdout.write(new_key())
