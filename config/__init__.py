"""The wiring: settings, URLs, Celery, WSGI. Knows every room; no room imports it."""

from config.celery import app as celery_app

__all__ = ["celery_app"]
