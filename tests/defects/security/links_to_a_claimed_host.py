"""Responses contain links to the host that the request claims."""

NOTICED_BY = "Host Claimed By The Client Is Ignored"


def apply() -> None:
    """Trust `X-Forwarded-Host`."""
    from dataclasses import replace

    from api_gateway.application import Gateway

    respond = Gateway._respond

    def respond_with_link(self, request):
        response = respond(self, request)
        host = request.headers.get("X-Forwarded-Host", request.headers.get("Host"))
        link = ("Link", f'<https://{host}{request.path}>; rel="self"')
        return replace(response, headers=(*response.headers, link))

    Gateway._respond = respond_with_link
