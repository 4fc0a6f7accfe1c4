"""The library's forms at the door, in our words."""

from allauth.account import forms

ADDRESS = "E-mail address"
# Said once and in one line; the validators say what is wrong with a password when it is typed.
PASSWORD_RULE = "At least 10 characters. A few words that only you would put together are easiest to keep."


class OurWords:
    """One word for an address on every page, one sentence instead of a list of rules."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            if name in ("email", "login"):
                field.label = ADDRESS
                field.widget.attrs.pop("placeholder", None)
            if "<ul>" in str(field.help_text):
                field.help_text = PASSWORD_RULE


class SignupForm(OurWords, forms.SignupForm):
    pass


class LoginForm(OurWords, forms.LoginForm):
    pass


class AddEmailForm(OurWords, forms.AddEmailForm):
    pass


class ChangePasswordForm(OurWords, forms.ChangePasswordForm):
    pass


class ResetPasswordForm(OurWords, forms.ResetPasswordForm):
    pass


class ResetPasswordKeyForm(OurWords, forms.ResetPasswordKeyForm):
    pass
