"""The connections that the backend opens to hosts that users name."""

import ipaddress

from robot.api.deco import keyword

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
