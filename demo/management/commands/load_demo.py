from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from demo import loading
from demo.people import PASSWORD


class Command(BaseCommand):
    help = "Invent the demo people and their diaries. Repeatable; --reset starts them anew."

    def add_arguments(self, parser):
        parser.add_argument("--reset", action="store_true", help="forget the demo people first")

    def handle(self, *args, reset=False, **options):
        if not settings.EMBEDDED:
            raise CommandError("Demo people exist on the embedded default only (EMBEDDED=1).")
        if reset:
            loading.forget()
        if loading.is_loaded():
            self.stdout.write("demo: already there (load_demo --reset makes it anew)")
            return
        count = loading.load(timezone.localdate())
        self.stdout.write(f"demo: {count} invented patients, password {PASSWORD}")
