from django.conf import settings
from django.core.management.base import BaseCommand
from django.db import transaction

from guides import shipped


class Command(BaseCommand):
    help = "Load the shipped content. What was edited and published here is kept, and said."

    def handle(self, *args, verbosity=1, **options):
        with transaction.atomic():
            done = shipped.load(settings.CONTENT_DIR)
        if verbosity:
            for row in done["kept"]:
                self.stdout.write(f"kept as edited here: {row}")
            self.stdout.write(f"content: {len(done['added'])} added, {len(done['updated'])} updated")
