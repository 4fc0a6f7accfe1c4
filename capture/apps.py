from importlib import import_module

from django.apps import AppConfig


class CaptureConfig(AppConfig):
    name = "capture"
    verbose_name = "The phone at night"

    def ready(self):
        import_module("capture.revoking")
