"""Only the last part of a path is silently used as the file name."""

NOTICED_BY = "Path Is Refused As A File Name"


def apply() -> None:
    """Cut it off."""
    import json
    from dataclasses import replace

    from manuel_sandbox.handlers import manuals
    from manuel_sandbox.handlers.api import HandlerRequest

    read = HandlerRequest.json

    def read_last_part(self, model):
        if model is not manuals.UploadBody:
            return read(self, model)
        body = json.loads(self.body)
        if isinstance(body.get("file_name"), str):
            body["file_name"] = body["file_name"].replace("\\\\", "/").rpartition("/")[2]
        return read(replace(self, body=json.dumps(body).encode()), model)

    HandlerRequest.json = read_last_part
