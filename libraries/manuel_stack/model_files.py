"""Read botocore's service models with orjson: they are most of what an AWS client or stand-in waits for when it starts."""

from collections.abc import Callable
from pathlib import Path
from typing import Any, BinaryIO

import orjson
from botocore.loaders import JSONFileLoader, Loader


class FastFileLoader(JSONFileLoader):
    """Gives the same values as botocore's own loader, as plain dictionaries instead of `OrderedDict`."""

    def _load_file(self, full_path: str, open_method: Callable[[str, str], BinaryIO]) -> Any:
        if not Path(full_path).is_file():
            return None
        with open_method(full_path, "rb") as file:
            return orjson.loads(file.read())


def read_models_fast() -> None:
    """Let every botocore loader that this process makes from now on read files this way."""
    Loader.FILE_LOADER_CLASS = FastFileLoader
