"""The connections that the backend opens to hosts that users name."""

import ipaddress

from robot.api.deco import keyword
from robot.api.types import Secret

from ManuelAPI.stack_control import ask_stack


class ConnectionKeywords:
    """Keywords that see which addresses the backend of a local stack connects to, successfully or not."""

    @keyword(tags=["Canary", "Assertion"])
    def only_public_addresses_should_have_been_connected_to(self) -> None:
        """Fail if the backend has tried to connect to an address that is not public, even if it refused the URL then (CWE-918).

        Its connections to AWS do not count. It must have connected to a public address, too: a backend that fetches nothing
        passes no test.

        Raises:
            AssertionError: It has tried to, or it has connected to nothing.
            BlockedError: The connections of this environment's backend cannot be seen.

        Example:
        ```robotframework
        Fetch Manual From URL    ${manual_site_url}/thermostat.pdf
        Fetch Manual From URL    http://169.254.169.254/latest/meta-data/    status=400
        Only Public Addresses Should Have Been Connected To
        ```
        """
        addresses: list[str] = ask_stack("connections", "backend connections")["addresses"]
        others = sorted({address for address in addresses if not ipaddress.ip_address(address).is_global})
        if others or not addresses:
            raise AssertionError(
                "Expected connections to public addresses only, to one at least.\n"
                f"Got {', '.join(others) or 'none'}.\n"
                "Hint: is every address checked before it is connected to, also that of a redirect?"
            )

    @keyword(tags=["Canary", "Assertion"])
    def sites_should_not_have_received(self, **confidential: str | Secret) -> None:
        """Fail if a site that the backend has fetched from has received something in a header that is not for it (CWE-359).

        The backend must have fetched something: one that fetches nothing passes no test.

        Args:
            confidential: What no header may contain, by a word for it, which the message names in its place.

        Raises:
            AssertionError: A header contains it, or no site has received any.
            BlockedError: What this environment's backend sends cannot be seen.

        Example:
        ```robotframework
        Fetch Manual From URL    ${manual_site_url}/thermostat.pdf
        Sites Should Not Have Received    id_token=${me.id_token}    user_id=${me.user_id}
        ```
        """
        headers: list[str] = ask_stack("connections", "backend connections")["headers"]
        found = [
            f"{word} in {header.partition(':')[0]}"
            for header in headers
            for word, value in confidential.items()
            if (value.value if isinstance(value, Secret) else value).casefold() in header.casefold()
        ]
        if found or not headers:
            raise AssertionError(
                f"Expected requests to sites, none of them with {', '.join(confidential)}.\n"
                f"Got {'; '.join(dict.fromkeys(found)) or 'no request'}.\n"
                "Hint: does the backend pass on headers of the request that it is answering?"
            )
