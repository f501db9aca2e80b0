"""Read botocore's service models with orjson: reading them is most of an AWS client's or stand-in's start-up time."""

from collections.abc import Callable
from pathlib import Path
from typing import Any, BinaryIO

import orjson
from botocore.loaders import JSONFileLoader, Loader


class FastFileLoader(JSONFileLoader):
    """Returns the same values as botocore's own loader, in plain dictionaries instead of `OrderedDict`."""

    def _load_file(self, full_path: str, open_method: Callable[[str, str], BinaryIO]) -> Any:
        if not Path(full_path).is_file():
            return None
        with open_method(full_path, "rb") as file:
            return orjson.loads(file.read())


def read_models_fast() -> None:
    """Make every botocore loader that this process creates from now on read files in this way."""
    Loader.FILE_LOADER_CLASS = FastFileLoader
