"""The domains of user pools: their sign-in pages, and OAuth 2.0 and OpenID Connect.

Sources: RFC 6749 (OAuth 2.0), RFC 6750 (bearer tokens), RFC 7009 (revocation), RFC 7636 (Proof Key for Code Exchange), OpenID
Connect Core 1.0, and "Amazon Cognito user pools endpoints" of the Amazon Cognito Developer Guide.
"""

import base64
import hashlib
import re
from html import unescape
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import jwt
import pytest
import requests
from test_cognito_second_factor import one_time_password

from support.python_functions import REGION as FUNCTIONS_REGION
from support.python_functions import PythonFunctions, function_arn

PASSWORD = "Corr3ct-horse"
CALLBACK, GOODBYE = "https://app.example/callback", "https://app.example/goodbye"
VERIFIER = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"
CHALLENGE = base64.urlsafe_b64encode(hashlib.sha256(VERIFIER.encode()).digest()).rstrip(b"=").decode()
SCOPES = ["openid", "email", "profile", "aws.cognito.signin.user.admin"]


class Site:
    """A user pool with a domain, and a browser."""

    def __init__(self, aws: Any) -> None:
        self.aws = aws
        self.cognito = aws.client("cognito-idp")
        self.pool = self.cognito.create_user_pool(PoolName="users")["UserPool"]["Id"]
        self.prefix = f"site-{aws.account_id}"
        self.cognito.create_user_pool_domain(UserPoolId=self.pool, Domain=self.prefix)
        self.host = f"{self.prefix}.auth.eu-west-1.amazoncognito.com"
        self.url = f"{aws.endpoint_url}/{self.host}"
        self.client, _ = self.add_client()
        self.cognito.admin_create_user(
            UserPoolId=self.pool,
            Username="ada",
            MessageAction="SUPPRESS",
            UserAttributes=[
                {"Name": "email", "Value": "ada@example.com"},
                {"Name": "email_verified", "Value": "true"},
                {"Name": "name", "Value": "Ada"},
            ],
        )
        self.cognito.admin_set_user_password(
            UserPoolId=self.pool, Username="ada", Password=PASSWORD, Permanent=True
        )
        self.browser = requests.Session()

    def add_client(self, **more: Any) -> tuple[str, str]:
        settings = {
            "AllowedOAuthFlowsUserPoolClient": True,
            "AllowedOAuthFlows": ["code", "implicit"],
            "AllowedOAuthScopes": SCOPES,
            "CallbackURLs": [CALLBACK],
            "LogoutURLs": [GOODBYE],
            "SupportedIdentityProviders": ["COGNITO"],
            **more,
        }
        client = self.cognito.create_user_pool_client(UserPoolId=self.pool, ClientName="app", **settings)
        return client["UserPoolClient"]["ClientId"], client["UserPoolClient"].get("ClientSecret", "")

    def get(self, path: str, **query: str) -> requests.Response:
        return self.browser.get(f"{self.url}{path}", params=query, allow_redirects=False, timeout=10)

    def post(self, path: str, *, auth: Any = None, **form: str) -> requests.Response:
        return requests.post(f"{self.url}{path}", data=form, auth=auth, allow_redirects=False, timeout=10)

    def asking(self, **changes: str) -> dict[str, str]:
        return {
            "client_id": self.client,
            "response_type": "code",
            "redirect_uri": CALLBACK,
            "state": "s 1",
            "scope": "openid email profile",
            **changes,
        }

    def sign_in(self, password: str = PASSWORD, **changes: str) -> requests.Response:
        """Ask for authorization, fill in the form, and return the answer."""
        to_form = self.get("/oauth2/authorize", **self.asking(**changes))
        assert to_form.status_code == 302
        form_url = f"{self.aws.endpoint_url}{to_form.headers['Location']}"
        form = self.browser.get(form_url, timeout=10)
        csrf = re.search(r'name="_csrf" value="([^"]+)"', form.text)
        assert csrf
        fields = {"_csrf": csrf[1], "username": "ada", "password": password}
        return self.browser.post(form_url, data=fields, allow_redirects=False, timeout=10)

    def code(self, **changes: str) -> str:
        return returned(self.sign_in(**changes))["code"]

    def exchange(self, code: str, **changes: str) -> requests.Response:
        form = {"client_id": self.client, "code": code, "redirect_uri": CALLBACK, **changes}
        return self.post("/oauth2/token", **{"grant_type": "authorization_code", **form})

    def tokens(self, **changes: str) -> dict[str, Any]:
        answer = self.exchange(self.code(**changes))
        assert answer.status_code == 200, answer.text
        return dict(answer.json())

    def user_info(self, token: str) -> requests.Response:
        headers = {"Authorization": f"Bearer {token}"}
        return requests.get(f"{self.url}/oauth2/userInfo", headers=headers, timeout=10)


def returned(response: requests.Response) -> dict[str, str]:
    """Return the parameters with which a browser is sent back to the client."""
    assert response.status_code == 302, response.text
    location = urlsplit(response.headers["Location"])
    assert f"{location.scheme}://{location.netloc}{location.path}" == CALLBACK
    return dict(parse_qsl(location.query or location.fragment))


def claims(token: str) -> dict[str, Any]:
    return dict(jwt.decode(token, options={"verify_signature": False}))


def refusal(response: requests.Response) -> tuple[int, str]:
    return response.status_code, response.json()["error"]


@pytest.fixture
def site(aws: Any) -> Site:
    return Site(aws)


# ------------------------------------------------------------------------------------------- authorization


def test_a_user_signs_in_and_the_client_gets_tokens_for_the_code(site: Site) -> None:
    answer = returned(site.sign_in(nonce="n1"))
    assert answer["state"] == "s 1"
    tokens = site.exchange(answer["code"])
    assert tokens.headers["Cache-Control"] == "no-store"
    assert set(tokens.json()) == {"access_token", "id_token", "refresh_token", "expires_in", "token_type"}
    identity, access = claims(tokens.json()["id_token"]), claims(tokens.json()["access_token"])
    assert (identity["nonce"], identity["aud"], identity["cognito:username"]) == ("n1", site.client, "ada")
    assert (access["client_id"], access["scope"]) == (site.client, "openid email profile")


def test_the_id_token_verifies_by_what_the_pool_publishes(site: Site) -> None:
    published = requests.get(
        f"{site.aws.endpoint_url}/{site.pool}/.well-known/openid-configuration", timeout=10
    ).json()
    token = site.tokens()["id_token"]
    key = jwt.PyJWKClient(published["jwks_uri"]).get_signing_key_from_jwt(token)
    verified = jwt.decode(token, key, algorithms=["RS256"], audience=site.client, issuer=published["issuer"])
    assert verified["token_use"] == "id"


def test_the_configuration_names_the_endpoints_of_the_domain(site: Site) -> None:
    published = requests.get(
        f"{site.aws.endpoint_url}/{site.pool}/.well-known/openid-configuration", timeout=10
    ).json()
    paths = {
        "authorization_endpoint": "/oauth2/authorize",
        "token_endpoint": "/oauth2/token",
        "userinfo_endpoint": "/oauth2/userInfo",
        "revocation_endpoint": "/oauth2/revoke",
        "end_session_endpoint": "/logout",
    }
    assert {name: published[name] for name in paths} == {
        name: site.url + path for name, path in paths.items()
    }
    assert published["response_types_supported"] == ["code", "token"]


@pytest.mark.parametrize("top", ["amazoncognito.com", "localhost"])
def test_a_domain_is_reached_by_its_host_as_well(site: Site, top: str) -> None:
    host = f"{site.prefix}.auth.eu-west-1.{top}"
    answer = requests.get(
        f"{site.aws.endpoint_url}/oauth2/authorize",
        params=site.asking(),
        headers={"Host": host},
        allow_redirects=False,
        timeout=10,
    )
    assert answer.headers["Location"].startswith("/login?")


def test_an_unknown_domain_does_not_exist(site: Site) -> None:
    answer = requests.get(f"{site.url.replace('site-', 'other-')}/oauth2/authorize", timeout=10)
    assert (answer.status_code, answer.text) == (400, "Domain does not exist.")


def test_a_wrong_password_shows_the_form_again(site: Site) -> None:
    answer = site.sign_in(password="wr0ng-Horse!")
    assert answer.status_code == 200
    assert "Incorrect username or password." in answer.text


def test_a_form_of_another_page_is_refused(site: Site) -> None:
    fields = {"username": "ada", "password": PASSWORD, "_csrf": "guessed"}
    without_a_cookie = requests.post(f"{site.url}/login", params=site.asking(), data=fields, timeout=10)
    assert without_a_cookie.status_code == 403
    site.get("/login", **site.asking())
    assert site.browser.cookies["XSRF-TOKEN"]
    guessed = site.browser.post(f"{site.url}/login", params=site.asking(), data=fields, timeout=10)
    assert guessed.status_code == 403
    genuine = {**fields, "_csrf": site.browser.cookies["XSRF-TOKEN"]}
    signed_in = site.browser.post(
        f"{site.url}/login", params=site.asking(), data=genuine, allow_redirects=False, timeout=10
    )
    assert returned(signed_in)["code"]


def test_the_browser_stays_signed_in_until_it_signs_out(site: Site) -> None:
    site.sign_in()
    assert returned(site.get("/oauth2/authorize", **site.asking()))["code"]
    out = site.get("/logout", client_id=site.client, logout_uri=GOODBYE)
    assert (out.status_code, out.headers["Location"]) == (302, GOODBYE)
    assert "/login?" in site.get("/oauth2/authorize", **site.asking()).headers["Location"]


def test_signing_out_leads_to_the_next_sign_in(site: Site) -> None:
    out = site.get("/logout", **site.asking())
    assert out.headers["Location"].startswith(f"/{site.host}/login?client_id=")
    wrong = site.get("/logout", client_id=site.client, logout_uri="https://evil.example/")
    assert wrong.headers["Location"].startswith(f"/{site.host}/error?")


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({"response_type": ""}, "invalid_request"),
        ({"response_type": "magic"}, "unsupported_response_type"),
        ({"scope": "openid admin"}, "invalid_scope"),
        ({"code_challenge": CHALLENGE}, "invalid_request"),
        ({"code_challenge": CHALLENGE, "code_challenge_method": "plain"}, "invalid_request"),
        ({"code_challenge_method": "S256"}, "invalid_request"),
    ],
)
def test_the_client_is_told_what_is_wrong(site: Site, changes: dict[str, str], error: str) -> None:
    answer = returned(site.get("/oauth2/authorize", **site.asking(**changes)))
    assert answer == {"error": error, "state": "s 1"}


@pytest.mark.parametrize(
    "settings", [{"AllowedOAuthFlows": ["implicit"]}, {"AllowedOAuthFlowsUserPoolClient": False}]
)
def test_a_client_uses_the_flows_that_it_may(site: Site, settings: dict[str, Any]) -> None:
    client, _ = site.add_client(**settings)
    answer = returned(site.get("/oauth2/authorize", **site.asking(client_id=client)))
    assert answer["error"] == "unauthorized_client"


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({"client_id": "none"}, "Client+does+not+exist."),
        ({"redirect_uri": "https://evil.example/"}, "redirect_mismatch"),
        ({"redirect_uri": f"{CALLBACK}/more"}, "redirect_mismatch"),
    ],
)
def test_unregistered_redirect_uri_is_refused(site: Site, changes: dict[str, str], error: str) -> None:
    answer = site.get("/oauth2/authorize", **site.asking(**changes))
    assert answer.headers["Location"].startswith(f"/{site.host}/error?error={error}")
    shown = site.get("/error", error="<b>redirect_mismatch</b>")
    assert shown.status_code == 400
    assert "&lt;b&gt;redirect_mismatch" in shown.text


def test_the_implicit_flow_returns_tokens_in_the_fragment(site: Site) -> None:
    response = site.sign_in(response_type="token", scope="openid email")
    answer = returned(response)
    assert urlsplit(response.headers["Location"]).fragment
    assert set(answer) == {"access_token", "id_token", "token_type", "expires_in", "state"}
    assert claims(answer["id_token"])["email"] == "ada@example.com"


def test_without_openid_there_is_no_id_token(site: Site) -> None:
    assert "id_token" not in site.tokens(scope="aws.cognito.signin.user.admin profile")
    site.browser.cookies.clear()
    assert "id_token" in site.tokens(scope="openid")


def test_scopes_open_attributes(site: Site) -> None:
    by_email = claims(site.tokens(scope="openid email")["id_token"])
    assert by_email["email"] == "ada@example.com"
    assert "name" not in by_email
    site.browser.cookies.clear()
    assert claims(site.tokens(scope="openid")["id_token"])["name"] == "Ada"


# ------------------------------------------------------------------------------------------- second factor


class Form:
    """A form on a page that a browser shows."""

    def __init__(self, site: Site, page: requests.Response) -> None:
        assert page.status_code == 200, page.text
        self._site = site
        self.text = page.text
        action = re.search(r'action="([^"]+)"', page.text)
        assert action
        self.url = f"{site.aws.endpoint_url}{unescape(action[1])}"
        self.hidden = dict(re.findall(r'type="hidden" name="([^"]+)" value="([^"]+)"', page.text))

    def send(self, **fields: str) -> requests.Response:
        return self._site.browser.post(
            self.url, data={**self.hidden, **fields}, allow_redirects=False, timeout=10
        )


@pytest.fixture
def secret(site: Site, clock: Any) -> str:
    """Return the secret of the authenticator that ada has set up."""
    site.cognito.set_user_pool_mfa_config(
        UserPoolId=site.pool,
        MfaConfiguration="OPTIONAL",
        SoftwareTokenMfaConfiguration={"Enabled": True},
    )
    token = site.tokens(scope="aws.cognito.signin.user.admin")["access_token"]
    secret = str(site.cognito.associate_software_token(AccessToken=token)["SecretCode"])
    code = one_time_password(secret, clock())
    site.cognito.verify_software_token(AccessToken=token, UserCode=code)
    site.cognito.set_user_mfa_preference(AccessToken=token, SoftwareTokenMfaSettings={"Enabled": True})
    site.browser.cookies.clear()
    clock.advance(60)
    return secret


def test_a_user_with_a_second_factor_is_asked_for_it(site: Site, secret: str, clock: Any) -> None:
    form = Form(site, site.sign_in())
    assert "/mfa?" in form.url
    answer = returned(form.send(code=one_time_password(secret, clock())))
    assert (answer["state"], site.exchange(answer["code"]).status_code) == ("s 1", 200)
    assert returned(site.get("/oauth2/authorize", **site.asking()))["code"]


def test_a_password_alone_signs_no_browser_in(site: Site, secret: str, clock: Any) -> None:
    form = Form(site, site.sign_in())
    assert "/login?" in site.get("/oauth2/authorize", **site.asking()).headers["Location"]
    assert returned(form.send(code=one_time_password(secret, clock())))["code"]


def test_a_wrong_code_shows_the_form_again(site: Site, secret: str, clock: Any) -> None:
    form = Form(site, site.sign_in())
    again = Form(site, form.send(code=one_time_password(secret, clock() - 3600)))
    assert "Invalid code received for user" in again.text
    code = one_time_password(secret, clock())
    assert returned(again.send(code=code))["code"]
    site.browser.cookies.clear()
    used = Form(site, Form(site, site.sign_in()).send(code=code))
    assert "Your software token has already been used once." in used.text


def test_a_code_that_comes_too_late_leads_back_to_the_password(site: Site, secret: str, clock: Any) -> None:
    """Source: API reference, CreateUserPoolClient, AuthSessionValidity."""
    form = Form(site, site.sign_in())
    clock.advance(180)
    again = Form(site, form.send(code=one_time_password(secret, clock())))
    assert "/login?" in again.url
    assert "session is expired" in again.text


def test_a_form_for_a_code_of_another_page_is_refused(site: Site, secret: str, clock: Any) -> None:
    form = Form(site, site.sign_in())
    code = one_time_password(secret, clock())
    assert form.send(code=code, _csrf="guessed").status_code == 403
    assert returned(form.send(code=code))["code"]


def test_other_challenges_have_no_page(site: Site) -> None:
    site.cognito.admin_set_user_password(
        UserPoolId=site.pool, Username="ada", Password=PASSWORD, Permanent=False
    )
    refused = site.sign_in()
    assert refused.status_code == 501
    assert "NEW_PASSWORD_REQUIRED on a page" in refused.text


# ------------------------------------------------------------------------------------------- tokens


def test_a_code_counts_once(site: Site) -> None:
    code = site.code()
    assert site.exchange(code).status_code == 200
    assert refusal(site.exchange(code)) == (400, "invalid_grant")


def test_a_code_is_valid_for_five_minutes(site: Site, clock: Any) -> None:
    code = site.code()
    clock.advance(299)
    assert site.exchange(code).status_code == 200
    late = returned(site.get("/oauth2/authorize", **site.asking()))["code"]
    clock.advance(300)
    assert refusal(site.exchange(late)) == (400, "invalid_grant")


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({"redirect_uri": "https://app.example/other"}, "invalid_grant"),
        ({"code": "none"}, "invalid_grant"),
        ({"code": ""}, "invalid_request"),
        ({"grant_type": ""}, "invalid_request"),
        ({"grant_type": "password"}, "unsupported_grant_type"),
        ({"client_id": "none"}, "invalid_client"),
        ({"client_id": ""}, "invalid_client"),
        ({"grant_type": "refresh_token"}, "invalid_request"),
        ({"grant_type": "refresh_token", "refresh_token": "none"}, "invalid_grant"),
    ],
)
def test_wrong_requests_for_tokens_are_refused(site: Site, changes: dict[str, str], error: str) -> None:
    form = {
        "grant_type": "authorization_code",
        "client_id": site.client,
        "code": site.code(),
        "redirect_uri": CALLBACK,
    }
    assert refusal(site.post("/oauth2/token", **{**form, **changes})) == (400, error)
    fresh = returned(site.get("/oauth2/authorize", **site.asking()))["code"]
    assert site.post("/oauth2/token", **{**form, "code": fresh}).status_code == 200


def test_a_code_with_a_challenge_needs_its_verifier(site: Site) -> None:
    changes = {"code_challenge": CHALLENGE, "code_challenge_method": "S256"}
    assert refusal(site.exchange(site.code(**changes))) == (400, "invalid_grant")
    site.browser.cookies.clear()
    assert refusal(site.exchange(site.code(**changes), code_verifier="wrong")) == (400, "invalid_grant")
    site.browser.cookies.clear()
    assert site.exchange(site.code(**changes), code_verifier=VERIFIER).status_code == 200


def test_a_code_is_of_one_client(site: Site) -> None:
    other, _ = site.add_client()
    assert refusal(site.exchange(site.code(), client_id=other)) == (400, "invalid_grant")


def test_a_client_with_a_secret_proves_it(site: Site) -> None:
    site.client, secret = site.add_client(GenerateSecret=True)
    form = {"grant_type": "authorization_code", "code": site.code(), "redirect_uri": CALLBACK}
    assert refusal(site.post("/oauth2/token", client_id=site.client, **form)) == (400, "invalid_client")
    assert refusal(site.post("/oauth2/token", auth=(site.client, "wrong"), **form)) == (400, "invalid_client")
    assert site.post("/oauth2/token", auth=(site.client, secret), **form).status_code == 200


def test_a_refresh_token_gives_new_tokens(site: Site) -> None:
    tokens = site.tokens()
    form = {"grant_type": "refresh_token", "client_id": site.client, "refresh_token": tokens["refresh_token"]}
    refreshed = site.post("/oauth2/token", **form).json()
    assert set(refreshed) == {"access_token", "id_token", "expires_in", "token_type"}
    assert claims(refreshed["access_token"])["scope"] == "openid email profile"


def test_tokens_can_be_requested_by_post_only(site: Site) -> None:
    assert site.get("/oauth2/token").status_code == 405


# ------------------------------------------------------------------------------------------- machines


@pytest.fixture
def machine(site: Site) -> tuple[str, str]:
    site.cognito.create_resource_server(
        UserPoolId=site.pool,
        Identifier="books",
        Name="Books",
        Scopes=[{"ScopeName": name, "ScopeDescription": name} for name in ("read", "write")],
    )
    return site.add_client(
        GenerateSecret=True,
        AllowedOAuthFlows=["client_credentials"],
        AllowedOAuthScopes=["books/read", "books/write"],
    )


def test_a_machine_gets_an_access_token_for_its_secret(site: Site, machine: tuple[str, str]) -> None:
    answer = site.post(
        "/oauth2/token", auth=machine, grant_type="client_credentials", scope="books/read"
    ).json()
    assert set(answer) == {"access_token", "expires_in", "token_type"}
    found = claims(answer["access_token"])
    assert (found["sub"], found["client_id"], found["scope"]) == (machine[0], machine[0], "books/read")
    assert (found["token_use"], found["version"]) == ("access", 2)
    assert found["iss"].endswith(site.pool)


def test_a_machine_gets_all_its_scopes_by_default(site: Site, machine: tuple[str, str]) -> None:
    answer = site.post("/oauth2/token", auth=machine, grant_type="client_credentials").json()
    assert claims(answer["access_token"])["scope"] == "books/read books/write"


def test_a_machine_gets_no_other_scopes(site: Site, machine: tuple[str, str]) -> None:
    answer = site.post("/oauth2/token", auth=machine, grant_type="client_credentials", scope="books/burn")
    assert refusal(answer) == (400, "invalid_scope")


def test_a_client_without_that_flow_gets_no_token_of_its_own(site: Site) -> None:
    with_secret = site.add_client(GenerateSecret=True)
    answer = site.post("/oauth2/token", auth=with_secret, grant_type="client_credentials")
    assert refusal(answer) == (400, "unauthorized_client")
    without = site.post("/oauth2/token", client_id=site.client, grant_type="client_credentials")
    assert refusal(without) == (400, "invalid_client")


# ------------------------------------------------------------------------------------------- user info, revocation


def test_a_token_with_openid_tells_about_the_user(site: Site) -> None:
    tokens = site.tokens(scope="openid email")
    info = site.user_info(tokens["access_token"]).json()
    assert info == {
        "sub": claims(tokens["id_token"])["sub"],
        "username": "ada",
        "email": "ada@example.com",
        "email_verified": "true",
    }


def test_other_tokens_tell_nothing(site: Site) -> None:
    wrong = site.user_info("none")
    assert refusal(wrong) == (401, "invalid_token")
    assert wrong.headers["WWW-Authenticate"].startswith('Bearer error="invalid_token"')
    missing = requests.get(f"{site.url}/oauth2/userInfo", timeout=10)
    assert refusal(missing) == (400, "invalid_request")
    without = site.tokens(scope="aws.cognito.signin.user.admin")["access_token"]
    assert refusal(site.user_info(without)) == (403, "insufficient_scope")


def test_a_token_without_its_scope_reads_no_attributes(site: Site) -> None:
    token = site.tokens(scope="openid")["access_token"]
    with pytest.raises(site.cognito.exceptions.NotAuthorizedException, match="does not have required scopes"):
        site.cognito.get_user(AccessToken=token)
    site.browser.cookies.clear()
    token = site.tokens(scope="openid aws.cognito.signin.user.admin")["access_token"]
    assert site.cognito.get_user(AccessToken=token)["Username"] == "ada"


def test_a_revoked_token_gives_nothing_more(site: Site) -> None:
    tokens = site.tokens()
    revoked = site.post("/oauth2/revoke", client_id=site.client, token=tokens["refresh_token"])
    assert (revoked.status_code, revoked.content) == (200, b"")
    form = {"grant_type": "refresh_token", "client_id": site.client, "refresh_token": tokens["refresh_token"]}
    assert refusal(site.post("/oauth2/token", **form)) == (400, "invalid_grant")
    assert refusal(site.user_info(tokens["access_token"])) == (401, "invalid_token")


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({"token": ""}, "invalid_request"),
        ({"client_id": "none"}, "invalid_client"),
        ({"token": "{access_token}"}, "unsupported_token_type"),
    ],
)
def test_wrong_revocations_are_refused(site: Site, changes: dict[str, str], error: str) -> None:
    tokens = site.tokens()
    form = {"client_id": site.client, "token": tokens["refresh_token"], **changes}
    form["token"] = form["token"].format(**tokens)
    assert refusal(site.post("/oauth2/revoke", **form)) == (400, error)
    assert site.user_info(tokens["access_token"]).status_code == 200


# ------------------------------------------------------------------------------------------- triggers


def test_functions_are_called_for_a_sign_in_on_the_page(site: Site, server: Any, account_id: str) -> None:
    functions = PythonFunctions({"trigger": lambda event: event})
    server.stand_in.register_functions(functions, account_id=account_id, region=FUNCTIONS_REGION)
    names = ("PreAuthentication", "PostAuthentication", "PreTokenGeneration")
    site.cognito.update_user_pool(
        UserPoolId=site.pool, LambdaConfig={name: function_arn("trigger") for name in names}
    )
    assert site.tokens()["id_token"]
    assert [invocation.event["triggerSource"] for invocation in functions.invocations] == [
        "PreAuthentication_Authentication",
        "PostAuthentication_Authentication",
        "TokenGeneration_HostedAuth",
    ]
