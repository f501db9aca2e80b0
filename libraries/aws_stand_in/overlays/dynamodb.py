"""`dynamodb`: items that expire, and transactions that happen once.

Imitated: Time to Live: items whose TTL attribute has passed are gone within half a second; transactions with a
`ClientRequestToken`: within ten minutes a repeated one does nothing, and one with other parameters is refused.

Not imitated: AWS deletes expired items within days, and a query may still return them; here they are gone at
once, so a backend that must filter them itself should be tested with items that have no TTL setting. Capacity is
never exhausted. Everything else is moto's.
"""

import hashlib
import json
import re
from collections.abc import Callable, Mapping
from typing import Any

from aws_stand_in.aws_request import AwsRequest, Handler, Overlay
from aws_stand_in.aws_response import AwsError, AwsResponse

SERVICE = "dynamodb"
TOKEN_LIFETIME_SECONDS = 10 * 60
SWEEP_SECONDS = 0.5
_OPERATOR = re.compile(r"""('(?:[^']|'')*'|"[^"]*")|\s*(<=|>=|<>|!=|=|<|>)\s*""")
_OLDEST_EXPIRY_SECONDS = 5 * 365 * 86400


class DynamoDbOverlay(Overlay):
    """Adds what moto leaves out, then lets moto answer.

    Args:
        clock: Epoch seconds.
    """

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._transactions: dict[tuple[str, str], tuple[float, str, AwsResponse]] = {}
        self._swept_at: dict[tuple[str, str], float] = {}

    def handlers(self) -> Mapping[tuple[str, str], Handler]:
        return {
            (SERVICE, "TransactWriteItems"): self.transact_write_items,
            (SERVICE, "ExecuteStatement"): self.execute_statement,
            (SERVICE, "*"): self.anything_else,
        }

    def reset(self, account_id: str) -> None:
        for key in [key for key in self._transactions if key[0] == account_id]:
            del self._transactions[key]

    def anything_else(self, request: AwsRequest) -> AwsResponse:
        """Let moto answer, without items that have expired."""
        self._sweep(request.account_id, request.region)
        return request.pass_on()

    def transact_write_items(self, request: AwsRequest) -> AwsResponse:
        """Let moto do a transaction, unless its token says that it has been done before."""
        token = request.parameters.get("ClientRequestToken")
        if not token:
            return self.anything_else(request)
        key, now = (request.account_id, token), self._clock()
        wanted = _fingerprint(request)
        done_at, done, response = self._transactions.get(key, (0.0, "", None))
        if response is not None and now < done_at + TOKEN_LIFETIME_SECONDS:
            if done != wanted:
                raise AwsError(
                    "IdempotentParameterMismatchException",
                    "The provided client token is already in use for another request with different parameters.",
                )
            return response
        response = self.anything_else(request)
        if response.status == 200:  # noqa: PLR2004
            self._forget_old_transactions(now)
            self._transactions[key] = (now, wanted, response)
        return response

    def _forget_old_transactions(self, now: float) -> None:
        """Drop tokens that have expired, oldest first: SDKs give every transaction one."""
        for key, (done_at, _, _) in list(self._transactions.items()):
            if now < done_at + TOKEN_LIFETIME_SECONDS:
                return
            del self._transactions[key]

    def execute_statement(self, request: AwsRequest) -> AwsResponse:
        """Let moto run a PartiQL statement, with spaces around operators as moto's parser needs them."""
        body = json.loads(request.http.get_data())
        body["Statement"] = spaced(body.get("Statement", ""))
        request.replace_body(json.dumps(body).encode())
        return self.anything_else(request)

    def _sweep(self, account_id: str, region: str) -> None:
        from moto.dynamodb.models import dynamodb_backends

        now, swept = self._clock(), (account_id, region)
        if now - self._swept_at.get(swept, 0.0) < SWEEP_SECONDS:
            return
        self._swept_at[swept] = now
        for table in dynamodb_backends[account_id][region].tables.values():
            if table.ttl.get("TimeToLiveStatus") == "ENABLED":
                _remove_expired(table, table.ttl["AttributeName"], now)


def spaced(statement: str) -> str:
    """Put spaces around the operators of a PartiQL statement, outside of quotes.

    Example:
        >>> spaced("SELECT * FROM t WHERE pk='a=b'")
        "SELECT * FROM t WHERE pk = 'a=b'"
    """
    return _OPERATOR.sub(lambda match: match[1] or f" {match[2]} ", statement)


def _remove_expired(table: Any, attribute: str, now: float) -> None:
    for item in _items(table):
        held = item.attrs.get(attribute)
        if held is None or held.type != "N":
            continue
        if now - _OLDEST_EXPIRY_SECONDS < float(held.value) <= now:
            range_key = item.attrs[table.range_key_attr] if table.range_key_attr else None
            table.delete_item(item.attrs[table.hash_key_attr], range_key)


def _items(table: Any) -> list[Any]:
    if not table.range_key_attr:
        return list(table.items.values())
    return [item for items in table.items.values() for item in items.values()]


def _fingerprint(request: AwsRequest) -> str:
    items = request.parameters.get("TransactItems")
    return hashlib.sha256(json.dumps(items, sort_keys=True, default=str).encode()).hexdigest()
