"""Which choices of the entry form are offered for which symptom, as `slug:rank` words that episode.js reads."""


def offered_words(field, symptoms):
    """(choice, for which symptoms) of what it may have felt like."""
    return [
        (option, _offers(symptom for symptom in symptoms if option.data["value"] in symptom.words))
        for option in field
    ]


def offered_sites(field, symptoms):
    """Rows of places, left beside right, each with the symptoms it is offered for and its rank there."""
    rows: dict[str, list] = {}
    for option in field:
        rows.setdefault(_part(option.data["value"]), []).append(option)
    return [{"options": options, "for": " ".join(_ranks(part, symptoms))} for part, options in rows.items()]


def _part(slug: str) -> str:
    return slug.removeprefix("left-").removeprefix("right-")


def _ranks(part, symptoms):
    for symptom in symptoms:
        parts = list(dict.fromkeys(map(_part, symptom.sites)))
        if part in parts:
            yield f"{symptom.slug}:{parts.index(part)}"


def _offers(symptoms):
    return " ".join(f"{symptom.slug}:0" for symptom in symptoms)
