"""What `deploy/` starts and sets must exist, and must be as closed as the documents say."""

import configparser
import re
import shutil
import subprocess
from dataclasses import fields
from pathlib import Path

import pytest
import typer
import yaml

from bot.cli.main import montoyer
from bot.settings import Settings

ROOT = Path(__file__).parents[2]
DEPLOY = ROOT / "deploy"
COMPOSE = yaml.safe_load((DEPLOY / "compose.yaml").read_text("utf-8"))
SERVICES = COMPOSE["services"]
OURS = {name: service for name, service in SERVICES.items() if service.get("image") == "montoyer"}
CONTAINERFILE = (DEPLOY / "Containerfile").read_text("utf-8")
UNITS = sorted((DEPLOY / "systemd").glob("*.service"))
NAMES = {entry.metadata["name"] for entry in fields(Settings)}
COMMANDS = typer.main.get_command(montoyer).commands
# Read by libraries, or by settings of the part that serves several machines.
OTHERS = {"PATH", "PYTHONDONTWRITEBYTECODE", "PYTHONWARNINGS", "MPLCONFIGDIR", "MONTOYER_REDIS_URL"}


def is_a_command(words):
    """Whether `montoyer …` with these words is a command with these options."""
    assert words[0] == "montoyer"
    command = COMMANDS[words[1]]
    options = {option for parameter in command.params for option in parameter.opts}
    return all(word in options for word in words[2:] if word.startswith("--"))


def environment(service):
    return service.get("environment", {})


def test_every_process_of_the_composition_is_a_command_of_ours():
    assert {"bot-a", "bot-b", "actions", "console", "migrate"} == set(OURS)
    for service in OURS.values():
        assert is_a_command(service["command"])
        check = service.get("healthcheck")
        assert check is None or is_a_command(check["test"][1:])


def test_the_composition_sets_only_what_can_be_set():
    for service in OURS.values():
        assert set(environment(service)) <= NAMES | OTHERS
    Settings.read({name: re.sub(r"\$\{.*?\}", "", value) for name, value in settings_of("bot-a").items()})


def settings_of(service):
    """The service's settings with made-up secrets in the gaps."""
    gaps = {
        "POSTGRES_PASSWORD": "p", "MONTOYER_DOMAIN": "assistant.example.org", "MONTOYER_SECRET_KEYS": "k" * 40,
        "MONTOYER_PSEUDONYM_KEY": "p" * 40, "MONTOYER_INTERNAL_TOKEN": "t" * 20, "TELEGRAM_WEBHOOK_SECRET": "s" * 20,
        "TELEGRAM_BOT_TOKEN": "123456789:" + "A" * 35,
    }  # fmt: skip
    filled = {}
    for name, value in environment(OURS[service]).items():
        filled[name] = re.sub(r"\$\{(\w+):\?\}", lambda gap: gaps[gap.group(1)], str(value))
    return filled


def test_every_gap_of_the_composition_must_be_filled():
    assert "${" in (DEPLOY / "compose.yaml").read_text("utf-8")
    assert not re.search(r"\$\{\w+\}|\$\{\w+:-", (DEPLOY / "compose.yaml").read_text("utf-8"))


def test_processes_run_closed():
    for name, service in OURS.items():
        assert service["read_only"], name
        assert service["cap_drop"] == ["ALL"], name
        assert service["security_opt"] == ["no-new-privileges:true"], name
    assert [name for name, service in SERVICES.items() if "ports" in service] == ["proxy"]
    assert COMPOSE["networks"]["inside"] == {"internal": True}
    assert {name for name, service in SERVICES.items() if "outside" in service["networks"]} == {
        "bot-a",
        "bot-b",
        "proxy",
    }


def test_addresses_between_the_services_fit():
    settings = Settings.read(settings_of("console"))
    assert settings.actions_url == "http://actions:5055"
    assert OURS["actions"]["command"][-1] == "5055"
    assert settings.bot_url == "http://bot-a:5005"
    assert OURS["bot-a"]["command"][-1] == "5005"
    proxied = re.findall(r"(\S+):(\d+)", "\n".join(re.findall(r"reverse_proxy (.+?) ?\{?$", caddyfile(), re.MULTILINE)))
    wanted = [("bot-a", settings.telegram_webhook_port), ("bot-b", settings.telegram_webhook_port)]
    assert proxied == [*((host, str(port)) for host, port in wanted), ("console", str(settings.console_port))]
    assert f"handle {settings.webhook_path} " in caddyfile()


def caddyfile():
    return (DEPLOY / "Caddyfile").read_text("utf-8")


def test_health_is_not_shown_to_the_world():
    for path in ("/healthz", "/readyz"):
        assert re.search(rf"handle {path} \{{\s+respond 404", caddyfile())


def test_the_image_runs_our_command_without_rights_on_code_it_cannot_change():
    run = CONTAINERFILE.split("FROM ")[-1]
    for instruction in ("HEALTHCHECK .* CMD", "CMD"):
        [words] = re.findall(rf"^{instruction} \[(.*)\]$", run, re.MULTILINE)
        assert is_a_command(re.findall(r'"([^"]+)"', words))
    assert "\nUSER 10001:10001\n" in run
    assert "--chown" not in CONTAINERFILE
    assert not re.search(r"^ADD ", CONTAINERFILE, re.MULTILINE)
    assert len(re.findall(r"^FROM .*:3\.10-slim", CONTAINERFILE, re.MULTILINE)) == 2


def test_the_image_copies_what_there_is_and_sets_what_can_be_set():
    copied = re.findall(r"^COPY (?!--from)(.+) \S+$", CONTAINERFILE, re.MULTILINE)
    files = [name for line in copied for name in line.split()]
    assert {"bot", "actions", "data", "domain.yml"} <= set(files)
    assert [name for name in files if not (ROOT / name).exists()] == []
    variables = set(re.findall(r"\b([A-Z_]{4,})=", CONTAINERFILE)) - {"UV_COMPILE_BYTECODE", "UV_LINK_MODE"}
    assert variables <= NAMES | OTHERS


def unit(path):
    parser = configparser.ConfigParser(strict=False, interpolation=None)
    parser.optionxform = str
    parser.read(path, "utf-8")
    return parser


@pytest.mark.parametrize("path", UNITS, ids=lambda path: path.name)
def test_a_unit_starts_a_command_of_ours_with_no_rights(path):
    service = unit(path)["Service"]
    words = service["ExecStart"].split()
    assert is_a_command(["montoyer", *words[1:]])
    wanted = {"NoNewPrivileges": "yes", "ProtectSystem": "strict", "DynamicUser": "yes", "CapabilityBoundingSet": ""}
    assert {name: service[name] for name in wanted} == wanted
    assert "Restart" not in service or service["RestartPreventExitStatus"] == "2"
    variables = set(re.findall(r"\b([A-Z_]{4,})=", path.read_text("utf-8")))
    assert variables <= NAMES | OTHERS


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="systemd-analyze is not installed")
def test_systemd_understands_every_unit(tmp_path):
    assert len(UNITS) == 5
    for path in (DEPLOY / "systemd").iterdir():
        (tmp_path / path.name).write_text(
            path.read_text("utf-8").replace("/opt/montoyer/.venv/bin/montoyer", "/bin/true")
        )
    done = subprocess.run(
        ["systemd-analyze", "verify", *sorted(tmp_path.iterdir())], capture_output=True, text=True, check=False
    )
    ours = [line for line in done.stderr.splitlines() if "montoyer" in line]
    assert ours == []
