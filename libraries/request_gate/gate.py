"""The decision about each request."""

from collections.abc import Collection, Iterable

from request_gate.effects import ApiEffects, RequestEffect, effect_on_a_site, effect_on_aws
from request_gate.hosts import origin_and_path_of
from request_gate.pace import Pace
from request_gate.rules import GateRules

LOAD = "load"
_FAILED_SIGN_INS = 2
"""Cognito locks an account after five in a row."""


_SHOWN_OF_PATH = 100


class RequestRefusedError(Exception):
    """A request was not sent, because the settings do not allow it."""

    ROBOT_SUPPRESS_NAME = True


class RequestGate:
    """Refuses requests that the settings do not allow, before anything is sent. Requests on this machine always pass, at the
    pace of the environment if all tests are one user.

    Args:
        rules: What the settings allow.
        effects: What the requests of the tested API do.
    """

    def __init__(self, rules: GateRules, effects: ApiEffects) -> None:
        self._rules = rules
        self._effects = effects
        self._sent: dict[str, int] = {}
        self._failed_sign_ins = 0
        self._is_load_test = False
        self._paces: dict[str, Pace] = {}

    def begin_test(self, needs: Collection[str] = ()) -> None:
        """Begin to count the requests of a suite or test.

        Args:
            needs: The capabilities that the test says it needs; `load` lifts the pace where the host takes load. If all tests
                are one user, a load test begins a minute after the requests of the others, whatever process sent them: they count
                for its rate limit.
        """
        self._sent.clear()
        self._failed_sign_ins = 0
        self._is_load_test = LOAD in needs and self._rules.offers(needs)
        if self._is_load_test and self._rules.has_one_user:
            for pace in {self._pace_of_the_api(), *self._paces.values()}:
                pace.wait_for_a_free_minute()

    def end_test(self) -> None:
        """Keep to the pace again, and count what a load test has sent until now."""
        if self._is_load_test:
            for pace in self._paces.values():
                pace.count(0)
        self._is_load_test = False

    def record_failed_sign_in(self) -> None:
        """Remember that Cognito has refused a password."""
        self._failed_sign_ins += 1

    def admit(self, method: str, url: str, *, requests: float = 1) -> None:
        """Let requests to the API or another site pass, which will be sent at once.

        Args:
            method: The HTTP method.
            url: The whole URL.
            requests: How many of them will be sent; infinity for load.

        Raises:
            RequestRefusedError: They must not be sent.
        """
        host = self._rules.guarded_host(url)
        if host is None:
            self._keep_pace_of_one_user(url, requests)
            return
        what = f"{method} {origin_and_path_of(url)[1]:.{_SHOWN_OF_PATH}}"
        path = self._rules.api_path(url)
        effects = [effect_on_a_site(method)] if path is None else self._effects.of(method, path)
        self._require_effects(effects, what, host)
        self._count(what, host, requests)

    def admit_aws(self, service: str, operation: str, url: str) -> None:
        """Let one attempt of an AWS call pass.

        Args:
            service: The service's hyphenated id in botocore's events, such as `cognito-identity-provider`.
            operation: The operation, such as `AdminCreateUser`.
            url: The whole URL.

        Raises:
            RequestRefusedError: It must not be sent.
        """
        host = self._rules.guarded_host(url)
        if host is None:
            return
        effect = effect_on_aws(service, operation)
        if operation == "InitiateAuth" and self._failed_sign_ins >= _FAILED_SIGN_INS:
            effect = RequestEffect.CHANGES_ACCOUNT
        self._require_effects([effect], f"{service} {operation}", host)
        self._count(f"{service} {operation}", host, 1)

    def _require_effects(self, effects: Iterable[RequestEffect], what: str, host: str) -> None:
        for effect in effects:
            if effect.capability and not self._rules.allows(effect.capability, host):
                raise self._refusal(what, host, effect.capability, effect.description)

    def _count(self, what: str, host: str, requests: float) -> None:
        """Keep to the number of requests a minute, except in a load test if the host takes load: then the next tests wait."""
        pace = self._pace(host)
        if self._is_load_test and self._rules.allows(LOAD, host):
            pace.count(requests)
            return
        if requests > pace.burst:
            raise self._refusal(what, host, LOAD, f"{requests:g} requests at once are more than {pace.burst}")
        self._sent[host] = self._sent.get(host, 0) + int(requests)
        if self._sent[host] > self._rules.requests_per_minute:
            limit = self._rules.requests_per_minute
            raise self._refusal(what, host, LOAD, f"one test sends at most requests_per_minute={limit}")
        pace.wait_for(int(requests))

    def _keep_pace_of_one_user(self, url: str, requests: float) -> None:
        """Wait for room on this machine, unless every test has a user of its own; load does not wait, but counts."""
        if not self._rules.is_paced_here(url):
            return
        pace = self._pace(origin_and_path_of(url)[0])
        if self._is_load_test or requests > pace.burst:
            pace.count(requests)
        else:
            pace.wait_for(int(requests))

    def _pace_of_the_api(self) -> Pace:
        """Return the pace of the API, to which another process may have sent requests."""
        url = self._rules.api_url
        return self._pace(self._rules.guarded_host(url) or origin_and_path_of(url)[0])

    def _pace(self, host: str) -> Pace:
        return self._paces.setdefault(host, Pace(host, self._rules.requests_per_minute))

    def _refusal(self, what: str, host: str, capability: str, reason: str) -> RequestRefusedError:
        rules = self._rules
        if rules.allows(capability, host):
            return RequestRefusedError(
                f"{what} was not sent to {host}: {reason}, which only a test with the tag needs:{capability} may do."
            )
        return RequestRefusedError(
            f"{what} was not sent to {host}: {reason}, which needs the capability {capability!r} and {host!r} in allowed_hosts; "
            f"the settings of {rules.environment!r} have capabilities: {', '.join(rules.capabilities) or 'none'}, "
            f"allowed_hosts: {', '.join(rules.allowed_hosts) or 'none'}. Tag the test needs:{capability} to skip it here."
        )
