"""The version of this project, which all its keyword libraries have."""

from importlib.metadata import version

VERSION = version("manuel-integration-tests")
