"""What `cdk synth` writes beside a template about the code of its functions."""

import json
from pathlib import Path
from typing import Any

from application_template.errors import TemplateError

MANIFESTS = "*.assets.json"


def cdk_assets(folder: Path) -> dict[str, str]:
    """Return the paths of assets, by the keys of S3 under which `cdk deploy` would upload them; none if CDK wrote nothing here.

    Raises:
        TemplateError: A manifest cannot be read.
    """
    return {
        destination["objectKey"]: asset["source"]["path"]
        for manifest in sorted(folder.glob(MANIFESTS))
        for asset in _files(manifest)
        if "path" in asset["source"]
        for destination in asset["destinations"].values()
    }


def _files(manifest: Path) -> list[Any]:
    try:
        return list(json.loads(manifest.read_text(encoding="utf-8"))["files"].values())
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise TemplateError(f"{manifest} is no list of assets as `cdk synth` writes it: {error!r}") from None
