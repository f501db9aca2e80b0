"""The pages of a domain, as HTML."""

from html import escape

from aws_stand_in.aws_response import AwsResponse

_PAGE = """<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><title>{title}</title></head>
<body><h1>{title}</h1>
{body}
</body></html>
"""
_FORM = """{mistake}<form method="post" action="{action}">
<input type="hidden" name="_csrf" value="{csrf}">
{fields}
</form>"""
_PASSWORD_FIELDS = """<label>Username <input name="username" autocomplete="username" required></label>
<label>Password <input name="password" type="password" autocomplete="current-password" required></label>
<button name="signInSubmitButton">Sign in</button>"""
_CODE_FIELDS = """<input type="hidden" name="session" value="{session}">
<label>Code <input name="code" inputmode="numeric" autocomplete="one-time-code" required></label>
<button name="signInSubmitButton">Sign in</button>"""


def password_page(action: str, csrf: str, mistake: str) -> AwsResponse:
    """Return the page with the form for a user name and a password.

    Args:
        action: The URL that the form is sent to.
        csrf: What shows that it is this form that is sent.
        mistake: What was wrong with the last one; empty for the first.
    """
    return page("Sign in", _form(action, csrf, mistake, _PASSWORD_FIELDS))


def code_page(action: str, csrf: str, mistake: str, session: str) -> AwsResponse:
    """Return the page with the form for a one-time password of an authenticator app.

    Args:
        action: The URL that the form is sent to.
        csrf: What shows that it is this form that is sent.
        mistake: What was wrong with the last one; empty for the first.
        session: The session of the challenge.
    """
    fields = _CODE_FIELDS.format(session=escape(session))
    return page("Enter the code of your authenticator app", _form(action, csrf, mistake, fields))


def page(title: str, body: str, *, status: int = 200) -> AwsResponse:
    """Return a page."""
    headers = {"Content-Type": "text/html;charset=UTF-8", "Cache-Control": "no-store"}
    return AwsResponse(status, headers, _PAGE.format(title=title, body=body).encode())


def _form(action: str, csrf: str, mistake: str, fields: str) -> str:
    shown = f'<p role="alert">{escape(mistake)}</p>\n' if mistake else ""
    return _FORM.format(mistake=shown, action=escape(action), csrf=csrf, fields=fields)
