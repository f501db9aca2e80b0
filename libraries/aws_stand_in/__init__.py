"""The AWS stand-in: an HTTP server that answers like AWS, for tests on one machine.

Moto keeps the state of most services; overlays in this package imitate what moto lacks; the front decides
which account a request is for, keeps requests of one account from interleaving, and writes the call journal.
"""

from aws_stand_in.mock_aws_server import MockAwsServer
from aws_stand_in.warm_up import warm_up

__all__ = ["MockAwsServer", "warm_up"]
