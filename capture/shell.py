"""What a phone keeps of the night page: its files, and a version that changes with any of them."""

from functools import cache
from hashlib import sha256

from django.contrib.auth.models import AnonymousUser
from django.contrib.staticfiles import finders
from django.template.loader import render_to_string

from capture.views import now

FILES = (
    "css/night.css",
    "icons/favicon.svg",
    "js/night/outbox.js",
    "js/night/page.js",
    "js/night/send.js",
    "js/night/shelf.js",
    "js/night/view.js",
    "js/night/words.js",
)
