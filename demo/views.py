from pathlib import Path

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.shortcuts import render

from demo.mailbox import read


@login_not_required
def mailbox(request):
    """Where mails go on the embedded default: nothing leaves this machine."""
    return render(request, "demo/mailbox.html", {"mails": read(Path(settings.EMAIL_FILE_PATH))})
