"""Words in a picture: what may be written, how wide it will be, and where it still fits."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import product

# Widths in em of Inter, a fairly wide sans: narrower system fonts leave a little air, never a collision.
_WIDTHS = {
    letter: width
    for letters, width in (
        ("ijl|", 0.26), (" .,:;'I!", 0.29), ("ftr()[]/", 0.38), ("-1", 0.46), ("acekszxyv", 0.57), ("mw", 0.88),
        ("MW%@…—", 0.93),
    )
    for letter in letters
}  # fmt: skip
_BOLD = 1.06


def printable(words: str) -> str:
    """`words` without the characters XML forbids (NUL, other control characters, lone surrogates).

    >>> printable("a" + chr(0) + "b" + chr(0xD800))
    'a\ufffdb\ufffd'
    """
    return "".join(c if _allowed(ord(c)) else "\ufffd" for c in words)


def _allowed(code: int) -> bool:
    if code < 0x20:
        return code in (0x9, 0xA, 0xD)
    return not (0x7F <= code < 0xA0 or 0xD800 <= code < 0xE000 or code in (0xFFFE, 0xFFFF))


def text_width(words: str, size: float, bold: bool = False) -> float:
    """Estimated width in the unit of `size`.

    >>> round(text_width("Start 19 Sep", 13, bold=True))
    82
    """
    return sum(map(_em, words)) * size * (_BOLD if bold else 1)


def _em(character: str) -> float:
    if character in _WIDTHS:
        return _WIDTHS[character]
    if unicodedata.east_asian_width(character) in "WF":
        return 1.05
    if unicodedata.combining(character):
        return 0.0
    return 0.7 if character.isupper() else 0.61 if character.islower() else 0.64


def shortened(words: str, room: float, size: float, bold: bool = False) -> str:
    """`words`, cut with an ellipsis so that they fit `room`; "" when not even four letters would.

    >>> shortened("a very long name of a product", 80, 13)
    'a very lon…'
    """
    words = " ".join(words.split())
    if text_width(words, size, bold) <= room:
        return words
    kept = words
    while kept and text_width(kept.rstrip() + "…", size, bold) > room:
        kept = kept[:-1]
    return kept.rstrip(" ,.;:(") + "…" if len(kept) >= 4 else ""


def wordings(label: str, room: float, size: float, bold: bool = False) -> tuple[str, ...]:
    """The ways to write a label within `room`, best first: a dose may lose its last words, a name is cut visibly.

    >>> wordings("1,000 IU daily", 70, 13), wordings("Morning capsule", 70, 13)
    (('1,000 IU', '1,000'), ('Morning…',))
    """
    words = label.split()
    doses = (
        [" ".join(words[:count]) for count in range(len(words), 0, -1)] if label[:1].isdigit() else [label]
    )
    whole = [text for text in doses if text_width(text, size, bold) <= room]
    return tuple(whole) or tuple(filter(None, [shortened(label, room, size, bold)]))


@dataclass(frozen=True)
class Box:
    left: float
    top: float
    right: float
    bottom: float

    def meets(self, other: Box) -> bool:
        return (
            self.left < other.right
            and other.left < self.right
            and self.top < other.bottom
            and other.top < self.bottom
        )

    def inside(self, other: Box) -> bool:
        return (
            self.left >= other.left
            and self.right <= other.right
            and self.top >= other.top
            and self.bottom <= other.bottom
        )


@dataclass(frozen=True)
class Spot:
    """A place where a label might stand: the point on its baseline, and which end of it is there."""

    x: float
    y: float
    anchor: str = "start"


def text_box(words: str, spot: Spot, size: float, bold: bool = False) -> Box:
    """The rectangle the words will cover, from above the capitals to below the descenders."""
    width = text_width(words, size, bold)
    left = spot.x - {"start": 0.0, "middle": width / 2, "end": width}[spot.anchor]
    return Box(left, spot.y - 0.8 * size, left + width, spot.y + 0.25 * size)


@dataclass
class Room:
    """Keeps count of what is taken, so that no label is written over another one, a mark, or the edge."""

    bounds: Box
    taken: list[Box] = field(default_factory=list)

    def take(self, box: Box) -> None:
        self.taken.append(box)

    def is_free(self, box: Box) -> bool:
        return box.inside(self.bounds) and not any(box.meets(other) for other in self.taken)

    def find(
        self, wordings: Iterable[str], spots: Iterable[Spot], size: float, bold: bool = False, air: float = 2
    ) -> tuple[str, Spot] | None:
        """The first wording (longest first) at the first spot (best first) that is free; it is then taken."""
        places = tuple(spots)
        for words in wordings:
            for spot in places:
                box = text_box(words, spot, size, bold)
                if words and self.is_free(box):
                    # A little air also above and below: coordinates are rounded when they are written.
                    self.take(Box(box.left - air, box.top - 0.3, box.right + air, box.bottom + 0.3))
                    return words, spot
        return None

    def arrange(
        self, labels: Sequence[tuple[str, Sequence[Spot]]], size: float, bold: bool = False
    ) -> tuple[Spot, ...] | None:
        """One spot for each label so that none meets another, and their first spots' order from left to right holds.

        Earlier spots are preferred; None when there is no way.
        """
        order = _order([places[0] for _words, places in labels], labels, size, bold)
        for spots in product(*(places for _words, places in labels)):
            trial = Room(self.bounds, list(self.taken))
            if _order(spots, labels, size, bold) == order and all(
                trial.find((words,), (spot,), size, bold, air=4)
                for (words, _places), spot in zip(labels, spots, strict=True)
            ):
                self.taken = trial.taken
                return spots
        return None


def _order(
    spots: Sequence[Spot], labels: Sequence[tuple[str, Sequence[Spot]]], size: float, bold: bool
) -> list[int]:
    """The labels' places from left to right, by the middle of each."""
    boxes = [text_box(words, spot, size, bold) for (words, _places), spot in zip(labels, spots, strict=True)]
    return sorted(range(len(boxes)), key=lambda place: boxes[place].left + boxes[place].right)
