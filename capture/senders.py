"""Who sends: somebody who is signed in, or a device that may only append."""

import datetime as dt
from dataclasses import dataclass
from uuid import UUID

from accounts.models import User
from capture.models import CaptureToken, Delivery
from journal.capture import LONGEST

ITS_OWN = dt.timedelta(minutes=15)
"""So long may a device take back or change what it has sent. Later it takes a session."""
THE_TIMER = LONGEST
"""So long may it say that its own cramp has stopped: nobody signs in at 3 a.m. for a long one."""
A_MINUTE, A_DAY = dt.timedelta(minutes=1), dt.timedelta(days=1)
MOST = {A_MINUTE: 60, A_DAY: 500}
"""New entries of one device: weeks in a drawer come through, a stolen token cannot fill a diary."""
MAKING = (Delivery.Kind.EPISODE, Delivery.Kind.NIGHT, Delivery.Kind.DOSE)


@dataclass(frozen=True)
class Sender:
    """The patient whose diary it is, and the device that speaks for her (None: her own session)."""

    patient: User
    device: CaptureToken | None
    now: dt.datetime

    @property
    def may_read(self) -> bool:
        return self.device is None

    def has_made(self, entry: UUID) -> bool:
        """Whether this row of the diary came from here; with a session every row did."""
        return self.may_read or self._sent(entry).exists()

    def may_change(self, entry: UUID, within: dt.timedelta = ITS_OWN) -> bool:
        since = self.now - within
        return self.may_read or self._sent(entry).filter(received_at__gte=since).exists()

    def wait(self) -> dt.timedelta | None:
        """How long to be quiet, after too many entries."""
        if self.may_read:
            return None
        sent = Delivery.objects.of(self.patient).filter(device=self.device)
        busy = [span for span, most in MOST.items() if self._count(sent, span) >= most]
        return max(busy, default=None)

    def _count(self, sent, span):
        return sent.filter(received_at__gt=self.now - span).count()

    def _sent(self, entry):
        sent = Delivery.objects.of(self.patient).filter(device=self.device, entry=entry)
        return sent.filter(kind__in=MAKING)
