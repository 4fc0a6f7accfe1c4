"""The invented people: fixed accounts on the embedded default, refused anywhere else."""

import datetime as dt
from dataclasses import dataclass

from demo.simulator import Course

PASSWORD = "quiet-nights-demo"  # noqa: S105  (printed at the start, on the embedded default only)  # nosec
DOMAIN = "demo.example"
NIGHTS = 140
SEED = 20261120

DOCTORS = {
    "dr_chen": ("Dr Mei Chen", "Harbour Lane Practice"),
    "dr_diaz": ("Dr Luis Diaz", "Northgate Surgery"),
}
# Two, because nobody publishes their own words.
ADMINS = {"admin": "Anna Admin", "editor": "Noor Editor"}


@dataclass(frozen=True)
class Person:
    """One invented patient and how her diary runs."""

    login: str
    name: str
    born: dt.date
    sex: str
    course: Course
    seed: int
    symptom: str = "leg-cramp"
    plan: str = "daily"
    doctor: str = "dr_chen"
    vitamin_d: tuple[float, float] = (16.0, 34.0)
    why_now: str = ""
    medicines: tuple[tuple[str, str, int], ...] = ()
    changes: tuple[tuple[str, str, int], ...] = ()
    conditions: tuple[str, ...] = ()
    question: str = ""
    impression: int | None = None
    long_cramp: bool = False

    @property
    def email(self) -> str:
        return f"{self.login}@{DOMAIN}"


CAST = (
    Person(
        login="alice", name="Alice Ellis", born=dt.date(1958, 4, 14), sex="female", seed=6,
        course=Course(NIGHTS, 56, 1.1, effect=-0.75, answered=0.93), plan="daily", vitamin_d=(14, 38),
        why_now="My blood test came back low and the cramps wake me most nights.",
        medicines=(("Amlodipine 5 mg", "", -400),), impression=2,
        question="Should I stay on 2,000 units through the winter?",
    ),
    Person(
        login="bob", name="Bob Lindqvist", born=dt.date(1949, 12, 5), sex="male", seed=2, doctor="dr_diaz",
        course=Course(NIGHTS, 56, 0.8, effect=0.0, answered=0.9, spell=14, spell_factor=2.2), vitamin_d=(24, 33),
        why_now="Two terrible weeks.", changes=(("stretching", "Evening calf stretching", 5),), impression=3,
        question="Is it the vitamin or did the bad spell just end?",
    ),
    Person(
        login="carol", name="Carol Nwosu", born=dt.date(1966, 1, 11), sex="female", seed=3,
        course=Course(NIGHTS, 56, 0.7, effect=-0.3, answered=0.22), vitamin_d=(18, 29),
        why_now="A friend takes it too.", question="Does it matter that I forget to answer?",
    ),
    Person(
        login="dan", name="Dan Okafor", born=dt.date(1958, 11, 30), sex="male", seed=10, plan="loading",
        course=Course(NIGHTS, 56, 0.6, effect=1.9, answered=0.92), vitamin_d=(11, 41),
        why_now="Prescribed after a very low blood test.",
        medicines=(("Atorvastatin 20 mg", "statin", -600),), conditions=("kidney-disease",), impression=6,
        question="Could the weekly capsules make it worse?", long_cramp=True,
    ),
    Person(
        login="erin", name="Erin Haddad", born=dt.date(1974, 9, 23), sex="female", seed=1, symptom="burning-tingling",
        course=Course(NIGHTS, 56, 6.2, effect=-0.5, answered=0.9), vitamin_d=(17, 36),
        why_now="Burning feet every evening, and a low value in the blood test.",
        medicines=(("Metformin 1,000 mg", "metformin", -900), ("Duloxetine 30 mg", "", 9)), conditions=("diabetes",),
        impression=2, question="Is it the vitamin or the new capsules?",
    ),
)  # fmt: skip

FIRST = {
    "female": "Ada Bea Clara Dora Elif Fatma Greta Hana Ines Jana Kira Lena Maya Nora Olga Petra Rosa Sofia".split(),
    "male": "Adam Bruno Carl David Emil Felix Georg Hugo Ivan Jonas Karim Liam Milan Noah Oskar Paul".split(),
}
LAST = (
    "Abbott Berger Castro Dietz Eriksen Fischer Gomez Hansen Ito Jansen Keller Lopez Moreau Novak Olsen Petit "
    "Quinn Rossi Silva Tanaka Urban Vogel Weber Young Zeller Brandt Carvalho Duarte Evans Falk"
).split()
EFFECTS = (-0.75, -0.5, -0.3, 0.0, 0.0, 0.0, 0.4, 1.4)
MORE = 40


def crowd(rng) -> list[Person]:
    """Forty more people from one generator: rates, effects and diligence vary."""
    return [_somebody(rng, number) for number in range(1, MORE + 1)]


def _somebody(rng, number):
    sex = rng.choice(["female", "male"], p=[0.6, 0.4])
    scored = rng.random() < 0.2
    start = int(rng.choice([30, 42, 56, 56, 98]))
    course = Course(
        nights=NIGHTS,
        start=start,
        mean=float(rng.uniform(3.5, 7.5)) if scored else float(rng.choice([0.3, 0.7, 1.0, 1.6])),
        effect=float(rng.choice(EFFECTS)) * (0.4 if scored else 1),
        answered=float(rng.choice([0.35, 0.75, 0.85, 0.9, 0.95])),
        spell=int(rng.choice([0, 0, 14])),
        spell_factor=1.3 if scored else 1.8,
    )
    low = float(rng.uniform(9, 27))
    return Person(
        login=f"demo{number:02}",
        name=f"{rng.choice(FIRST[sex])} {rng.choice(LAST)}",
        born=dt.date(int(rng.integers(1938, 1990)), int(rng.integers(1, 13)), int(rng.integers(1, 29))),
        sex=str(sex),
        course=course,
        seed=1000 + number,
        symptom="burning-tingling" if scored else "leg-cramp",
        plan=str(rng.choice(["daily", "daily", "loading"])),
        doctor="dr_diaz" if number % 8 == 0 else "dr_chen",
        vitamin_d=(round(low, 0), round(low + float(rng.uniform(6, 22)), 0)),
        changes=(("stretching", "Evening calf stretching", 9),) if rng.random() < 0.2 else (),
        medicines=(("Omeprazole 20 mg", "ppi", 6),) if rng.random() < 0.15 else (),
        impression=int(rng.integers(2, 6)),
    )
