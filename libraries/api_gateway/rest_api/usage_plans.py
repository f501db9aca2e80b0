"""API keys and usage plans, and the throttling of stages and methods.

Amazon API Gateway Developer Guide, "Usage plans and API keys for REST APIs" and "Throttle requests to your REST APIs".
"""

import threading
import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from api_gateway.rest_api.call import RestCall
from api_gateway.rest_api.definition import Method
from api_gateway.rest_api.gateway_responses import GatewayRefusalError
from api_gateway.template_resources import resources_of
from api_gateway.token_bucket import DEFAULT_BURST, TokenBucket
from application_template.application import CreatedResource
from application_template.scalars import is_true

API_KEY_HEADER = "X-API-Key"
PERIOD_SECONDS = {"DAY": 86_400, "WEEK": 7 * 86_400, "MONTH": 30 * 86_400}


class RequestQuota:
    """Admits a number of requests in each period.

    Args:
        limit: How many requests.
        period_seconds: How long a period is.
        clock: Returns epoch seconds.
    """

    def __init__(self, limit: int, period_seconds: float, clock: Callable[[], float]) -> None:
        self._limit, self._period_seconds, self._clock = limit, period_seconds, clock
        self._period, self._count = 0, 0
        self._lock = threading.Lock()

    def take(self) -> bool:
        """Count a request; return whether it is within the quota."""
        with self._lock:
            period = int(self._clock() // self._period_seconds)
            if period != self._period:
                self._period, self._count = period, 0
            self._count += 1
            return self._count <= self._limit


@dataclass(frozen=True)
class KeyOfPlan:
    """An API key with the limits that its usage plan sets for it.

    Attributes:
        key_id: The id of the key.
        value: What requests send.
        bucket: The limit of its rate, None if there is none.
        quota: The limit of its number, None if there is none.
        buckets_of_methods: By method and path, the limits that take the place of `bucket` there.
    """

    key_id: str
    value: str
    bucket: TokenBucket | None
    quota: RequestQuota | None
    buckets_of_methods: Mapping[tuple[str, str], TokenBucket]

    def bucket_of(self, method: Method) -> TokenBucket | None:
        """Return the limit of the rate at which a method may be called, None if there is none."""
        return self.buckets_of_methods.get((method.http_method, method.path), self.bucket)


class UsagePlans:
    """The API keys that the stages of one REST API accept, and how often its methods may be called.

    Args:
        api_id: The id of the API.
        api_key_source: `HEADER` or `AUTHORIZER`.
        resources: All resources of the template.
        clock: Returns epoch seconds.
    """

    def __init__(
        self,
        api_id: str,
        api_key_source: str,
        resources: Iterable[CreatedResource],
        clock: Callable[[], float] = time.time,
    ) -> None:
        self._api_id = api_id
        self._api_key_source = api_key_source
        self._resources = list(resources)
        self._clock = clock
        self.reset()

    def reset(self) -> None:
        """Begin to count anew: quotas are unused, and no rate has been reached."""
        self._keys = self._keys_of_stages()
        self._throttles = dict(self._method_throttles())

    def admit(self, call: RestCall, method: Method) -> None:
        """Count a request; note its API key in it.

        Raises:
            GatewayRefusalError: It has no valid API key though it needs one, or there are too many.
        """
        for route in ((method.http_method, method.path), ("*", "*")):
            bucket = self._throttles.get((call.stage.name, *route))
            if bucket is not None:
                if not bucket.take():
                    raise GatewayRefusalError("THROTTLED")
                break
        if method.needs_api_key:
            self._use_key(call, method)

    def _use_key(self, call: RestCall, method: Method) -> None:
        key = self._keys.get((call.stage.name, self._sent_key(call)))
        if key is None:
            raise GatewayRefusalError("INVALID_API_KEY")
        call.api_key = (key.value, key.key_id)
        bucket = key.bucket_of(method)
        if bucket is not None and not bucket.take():
            raise GatewayRefusalError("THROTTLED")
        if key.quota is not None and not key.quota.take():
            raise GatewayRefusalError("QUOTA_EXCEEDED")

    def _sent_key(self, call: RestCall) -> str:
        if self._api_key_source == "AUTHORIZER":
            return str((call.authorizer or {}).get("usageIdentifierKey", ""))
        return call.request.header(API_KEY_HEADER) or ""

    def _keys_of_stages(self) -> dict[tuple[str, str], KeyOfPlan]:
        """Return the keys by stage and value."""
        keys = {one.physical_id: one for one in resources_of(self._resources, "AWS::ApiGateway::ApiKey")}
        found: dict[tuple[str, str], KeyOfPlan] = {}
        for plan in resources_of(self._resources, "AWS::ApiGateway::UsagePlan"):
            links = resources_of(
                self._resources, "AWS::ApiGateway::UsagePlanKey", UsagePlanId=plan.physical_id
            )
            for key in (keys.get(link.properties["KeyId"]) for link in links):
                if key is not None and is_true(key.properties.get("Enabled")):
                    found |= self._keys_in_plan(key, plan.properties)
        return found

    def _keys_in_plan(
        self, key: CreatedResource, plan: Mapping[str, Any]
    ) -> dict[tuple[str, str], KeyOfPlan]:
        value = str(key.properties.get("Value") or key.attributes.get("Value", key.physical_id))
        bucket, quota = self._plan_bucket(plan.get("Throttle") or {}), self._quota(plan.get("Quota"))
        return {
            (stage["Stage"], value): KeyOfPlan(
                key.physical_id, value, bucket, quota, dict(self._buckets_of_methods(stage))
            )
            for stage in plan.get("ApiStages") or ()
            if stage["ApiId"] == self._api_id
        }

    def _buckets_of_methods(self, stage: Mapping[str, Any]) -> Iterable[tuple[tuple[str, str], TokenBucket]]:
        """Return the limits of a stage's methods, which are named by path and method, such as `/pets/GET`."""
        for name, throttle in (stage.get("Throttle") or {}).items():
            path, _, http_method = name.rpartition("/")
            bucket = self._plan_bucket(throttle)
            if bucket is not None:
                yield (http_method, path or "/"), bucket

    def _plan_bucket(self, throttle: Mapping[str, Any]) -> TokenBucket | None:
        if "RateLimit" not in throttle:
            return None
        return self._bucket(throttle["RateLimit"], throttle.get("BurstLimit", DEFAULT_BURST))

    def _quota(self, quota: Mapping[str, Any] | None) -> RequestQuota | None:
        if not quota:
            return None
        return RequestQuota(int(quota["Limit"]), PERIOD_SECONDS[quota["Period"]], self._clock)

    def _method_throttles(self) -> Iterable[tuple[tuple[str, str, str], TokenBucket]]:
        for stage in resources_of(self._resources, "AWS::ApiGateway::Stage", RestApiId=self._api_id):
            for setting in stage.properties.get("MethodSettings") or ():
                if "ThrottlingRateLimit" in setting:
                    rate, burst = (
                        setting["ThrottlingRateLimit"],
                        setting.get("ThrottlingBurstLimit", DEFAULT_BURST),
                    )
                    yield (stage.properties["StageName"], *_route(setting)), self._bucket(rate, burst)

    def _bucket(self, rate: Any, burst: Any) -> TokenBucket:
        return TokenBucket(float(rate), int(burst), self._clock)


def _route(setting: Mapping[str, Any]) -> tuple[str, str]:
    """Return the method and the path that a method setting is for, `*` for all of them.

    The path `/pets/{id}` is written `/~1pets~1{id}` (AWS CloudFormation Template Reference, "MethodSetting" of a stage).
    """
    path = "/" + setting.get("ResourcePath", "*").replace("~1", "/").lstrip("/")
    return ("*", "*") if path == "/*" else (setting.get("HttpMethod", "*"), path)
