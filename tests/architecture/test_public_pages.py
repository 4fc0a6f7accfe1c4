"""What anybody on the internet may open, frozen. A page is added here on purpose or not at all."""

from tests.architecture.routes import routes

PUBLIC = {
    "alive",
    "home",
    "now",
    "guides",
    "guide",
    "get-help",
    # How the answer comes about and how often it is wrong: nobody's data.
    "how-it-works",
    # Only on the embedded default, where the mail is invented people's.
    "mailbox",
}
# allauth's own: how somebody gets in, and how an address is proved.
DOORS = {
    "account_login",
    "account_logout",
    "account_signup",
    "account_inactive",
    "account_confirm_email",
    "account_email_verification_sent",
    "account_reset_password",
    "account_reset_password_done",
    "account_reset_password_from_key",
    "account_reset_password_from_key_done",
    "account_confirm_login_code",
    "mfa_authenticate",
}


def is_public(route):
    return not getattr(route.view, "login_required", True)


def test_the_list_of_public_pages_is_frozen():
    found = {
        route.name for route in routes() if is_public(route) and not (route.is_a_door or route.is_admins)
    }

    assert found == PUBLIC, (
        f"New public pages {sorted(found - PUBLIC)}, gone {sorted(PUBLIC - found)}. "
        "A page for everybody is a decision: add it to PUBLIC with its reason, or take @login_not_required away."
    )


def test_the_doors_that_stand_open_are_frozen():
    found = {route.name for route in routes() if is_public(route) and route.is_a_door}

    assert found == DOORS


def test_in_the_admin_only_the_way_in_is_open():
    found = {route.name for route in routes() if is_public(route) and route.is_admins}

    assert found <= {"admin:login"}
