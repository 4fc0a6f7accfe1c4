import pytest

from guides.models import Guide
from tests.conftest import make_patient


@pytest.fixture
def noor(db):
    """The second person: what anna drafts, she reviews."""
    user = make_patient("noor", is_staff=True, is_superuser=True)
    user.authenticator_set.create(type="totp", data={})
    return user


@pytest.fixture
def guide(content):
    """A shipped article as patients read it."""
    return Guide.objects.get(slug="what-improved-means")
