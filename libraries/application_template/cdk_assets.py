"""The asset manifests that `cdk synth` writes next to a template: where the code of its functions is."""

import json
from pathlib import Path
from typing import Any

from application_template.errors import TemplateError

MANIFEST, TEMPLATE = ".assets.json", ".template.json"
"""How the files of a stack end: other files may end like its manifest."""


def cdk_assets(folder: Path) -> dict[str, str]:
    """Return the paths of assets, by the keys of S3 under which `cdk deploy` would upload them; none if CDK wrote nothing here.

    Raises:
        TemplateError: A manifest cannot be read.
    """
    paths: dict[str, str] = {}
    for manifest in _manifests(folder):
        try:
            paths |= _paths(json.loads(manifest.read_text(encoding="utf-8")))
        except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
            raise TemplateError(
                f"{manifest} is not an asset manifest as `cdk synth` writes it: {error!r}"
            ) from None
    return paths


def _manifests(folder: Path) -> list[Path]:
    return [
        manifest
        for manifest in sorted(folder.glob(f"*{MANIFEST}"))
        if manifest.with_name(f"{manifest.name.removesuffix(MANIFEST)}{TEMPLATE}").exists()
    ]


def _paths(manifest: Any) -> dict[str, str]:
    return {
        destination["objectKey"]: asset["source"]["path"]
        for asset in manifest["files"].values()
        if "path" in asset["source"]
        for destination in asset["destinations"].values()
    }
