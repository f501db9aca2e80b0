"""The manifest for Kubernetes is valid by Kubernetes' schemas, and its parts fit together."""

from pathlib import Path
from typing import Any

import kubernetes_validate
import pytest
import yaml

from load_engine.mix.model import LoadMix
from manuel_runner.command_line import _parser
from ManuelEnvironment.settings import validate
from support.documents import REPOSITORY

FOLDER = REPOSITORY / "resources" / "kubernetes"
RESOURCES = list(yaml.safe_load_all((FOLDER / "load.yaml").read_text(encoding="utf-8")))
VERSIONS = ["1.29", kubernetes_validate.latest_version()]


def resource(kind: str, name: str) -> dict[str, Any]:
    (found,) = (each for each in RESOURCES if (each["kind"], each["metadata"]["name"]) == (kind, name))
    return found


def pod_of(job: str) -> dict[str, Any]:
    return resource("Job", job)["spec"]["template"]


def options_of(job: str) -> Any:
    """Return the options of the command that a job runs."""
    (container,) = pod_of(job)["spec"]["containers"]
    return _parser().parse_args(["load", *container["args"]])


@pytest.mark.parametrize("version", VERSIONS)
@pytest.mark.parametrize("number", range(len(RESOURCES)))
def test_resource_is_valid(number: int, version: str) -> None:
    kubernetes_validate.validate(RESOURCES[number], version, strict=True)


def test_misspelt_field_is_not_valid() -> None:
    """The check can fail."""
    service = resource("Service", "manuel-load-master")
    wrong = {**service, "spec": {**service["spec"], "selektor": {}}}
    with pytest.raises(kubernetes_validate.ValidationError, match="selektor"):
        kubernetes_validate.validate(wrong, VERSIONS[0], strict=True)


def test_service_leads_to_the_master() -> None:
    service = resource("Service", "manuel-load-master")["spec"]
    master = pod_of("manuel-load-master")
    assert service["selector"] == master["metadata"]["labels"]
    assert options_of("manuel-load-workers").worker == "manuel-load-master"
    assert {options_of(job).port for job in ("manuel-load-master", "manuel-load-workers")} == {
        service["ports"][0]["port"]
    }


def test_only_workers_reach_the_master() -> None:
    policy = resource("NetworkPolicy", "manuel-load-master")["spec"]
    assert policy["podSelector"]["matchLabels"] == pod_of("manuel-load-master")["metadata"]["labels"]
    (rule,) = policy["ingress"]
    assert [peer["podSelector"]["matchLabels"] for peer in rule["from"]] == [
        pod_of("manuel-load-workers")["metadata"]["labels"]
    ]


def test_master_waits_for_as_many_workers_as_there_are() -> None:
    workers = resource("Job", "manuel-load-workers")["spec"]
    assert options_of("manuel-load-master").master == workers["completions"] == workers["parallelism"]


@pytest.mark.parametrize("job", ["manuel-load-master", "manuel-load-workers"])
def test_lost_pod_is_not_replaced(job: str) -> None:
    assert resource("Job", job)["spec"]["backoffLimit"] == 0
    assert pod_of(job)["spec"]["restartPolicy"] == "Never"


def test_settings_and_mix_are_valid() -> None:
    files = resource("ConfigMap", "manuel-load")["data"]
    for job in ("manuel-load-master", "manuel-load-workers"):
        assert {options_of(job).mix, options_of(job).config} == {Path("/load", name) for name in files}
    settings = validate(yaml.safe_load(files["settings.yaml"]), source="settings.yaml")
    mix = LoadMix.model_validate(yaml.safe_load(files["mix.yaml"]))
    assert mix.most_users <= settings.max_concurrent_requests


def test_secrets_are_in_no_file() -> None:
    assert not [each for each in RESOURCES if each["kind"] == "Secret"]
    (container,) = pod_of("manuel-load-workers")["spec"]["containers"]
    assert container["envFrom"] == [{"secretRef": {"name": "manuel-load"}}]
    assert "PASSWORD" not in (FOLDER / "load.yaml").read_text(encoding="utf-8")


def test_pods_run_as_the_user_of_the_image() -> None:
    image = (FOLDER / "Dockerfile").read_text(encoding="utf-8")
    pods = [each["spec"]["template"] for each in RESOURCES if each["kind"] == "Job"]
    assert len(pods) == 2
    for pod in pods:
        assert f"--uid {pod['spec']['securityContext']['runAsUser']} " in image
