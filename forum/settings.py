"""Every setting there is; this module alone reads the environment and the configuration file."""

import ipaddress
import os
import re
import tomllib
from pathlib import Path
from typing import Annotated, Any, Literal, Self
from urllib.parse import urlsplit

from pydantic import AfterValidator, Field, HttpUrl, ValidationError, model_validator
from pydantic_core import ErrorDetails, PydanticCustomError
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict, TomlConfigSettingsSource

PREFIX = "FORUM_"
CONFIG = "FORUM_CONFIG"
NOT_SETTINGS = frozenset({CONFIG, "FORUM_CHROMIUM", "FORUM_FIREFOX"})
"""Names in the environment that look like settings and are not: where the file is, and the tests' browsers."""


LAST_PORT = 65535
LONGEST_HOST = 253
ORIGIN = re.compile(r"(?P<scheme>https?)://(?P<host>\[[0-9a-f:]+\]|[0-9a-z.-]+)(:(?P<port>0|[1-9][0-9]*))?", re.ASCII)
LABEL = re.compile(r"[0-9a-z]([0-9a-z-]{0,61}[0-9a-z])?", re.ASCII)
NUMBER = re.compile(r"[0-9]+|0x[0-9a-f]*", re.ASCII)
USUAL = (("http", "80"), ("https", "443"))


def _origin(value: str) -> str:
    # Exactly as browsers write it: it is compared with what they send, and stands in the policy that they enforce.
    parts = ORIGIN.fullmatch(value.lower()) if value.isascii() else None
    if parts is None or not _is_host(parts["host"]):
        raise ValueError("must be a scheme, a host and perhaps a port, such as https://forum.example.org")
    if int(parts["port"] or 0) > LAST_PORT:
        raise ValueError(f"must have a port of at most {LAST_PORT}")
    if (parts["scheme"], parts["port"]) in USUAL:
        raise ValueError("must leave out a port that is the usual one")
    if parts["scheme"] == "http" and not _is_here(value) and not parts["host"].endswith(".onion"):
        raise ValueError("must be https, unless it is on this machine or an .onion address")
    return value.lower()


def _is_host(host: str) -> bool:
    labels = host.split(".")
    if not (host.startswith("[") or NUMBER.fullmatch(labels[-1])):
        return len(host) <= LONGEST_HOST and all(map(LABEL.fullmatch, labels))
    # A number at the end makes browsers read an address, for which there are many spellings; theirs is the shortest.
    try:
        return ipaddress.ip_address(host.strip("[]")).compressed == host.strip("[]")
    except ValueError:
        return False


def _is_here(origin: str) -> bool:
    host = urlsplit(origin).hostname or ""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost" or host.endswith(".localhost")


def origin_here(host: str, port: int) -> str:
    """The address of a program on this machine, as browsers write it."""
    return f"http://{host}:{port}".removesuffix(":80")


ORIGINS = ("door_origin", "issuer_origin")
HALF_SET = "half_set"
"""The fault of an installation where one origin is what people see and the other is still on this machine."""

Language = Literal["en", "cy"]
Port = Annotated[int, Field(ge=0, le=LAST_PORT)]
Origin = Annotated[str, AfterValidator(_origin)]


class BadSettings(Exception):
    """The settings cannot be used; the text names the setting and never its value."""


class Settings(BaseSettings):
    """What an installation can choose; read once, never changed while running."""

    model_config = SettingsConfigDict(env_prefix=PREFIX, frozen=True, extra="forbid", hide_input_in_errors=True)

    data: Path = Field(Path("data"), description="Folder for all that is kept; made at first start, 0700.")
    door_origin: Origin = Field("http://localhost:8000", description="Address of the forum as people see it.")
    door_host: str = Field("127.0.0.1", description="Address that the forum listens on.")
    door_port: Port = Field(8000, description="Port that the forum listens on.")
    issuer_origin: Origin = Field(
        "http://127.0.0.1:8001",
        description="Address of the issuer as people see it; another host name than the forum's.",
    )
    issuer_host: str = Field("127.0.0.1", description="Address that the issuer listens on.")
    issuer_port: Port = Field(8001, description="Port that the issuer listens on.")
    default_language: Language = Field("en", description="Language of the bare address.")
    organisation: str | None = Field(None, min_length=1, description="How the texts name the employer.")
    controller: str | None = Field(
        None, min_length=1, description="Who is responsible for what is kept, as the privacy page names them."
    )
    privacy_contact: str | None = Field(
        None, min_length=1, description="How to reach whoever answers for that, in words: an office, a number."
    )
    outside_contact: str | None = Field(
        None, min_length=1, description="A named person outside the service, to show a warning page to."
    )
    coordinator_contact: str | None = Field(
        None, min_length=1, description="How people reach the coordinator, as the pages say it: a name, a number, when."
    )
    vrg_url: HttpUrl | None = Field(None, description="Address of the external Victim Reference Group's own channel.")
    exit_url: HttpUrl = Field(
        HttpUrl("https://www.bbc.co.uk/weather"), description="Plain page that leaving quickly goes to."
    )
    whole_domain_is_ours: bool = Field(
        False, description="Leaving may clear every cookie of the domain: only if nothing else lives there."
    )
    bsl_folder: Path | None = Field(
        None, description="Folder of the films in British Sign Language; the console lists the names of the files."
    )
    beat: float = Field(1.0, ge=0.02, le=5, description="Seconds between two frames of a room.")
    pace: float = Field(4.0, ge=0, le=60, description="Seconds between two messages of one seat.")
    locker_every: float = Field(
        300.0, ge=0.05, le=3600, description="Seconds between two editions of a locker at least, while doors are open."
    )
    locker_every_ahead: float = Field(
        3600.0, ge=0.05, le=86400, description="The same while no doors of its sessions are open; the first is at once."
    )
    max_sockets: int = Field(2000, ge=10, description="Connections that the forum holds at most.")

    @model_validator(mode="before")
    @classmethod
    def _addresses_follow_ports(cls, given: Any) -> Any:
        # Whoever only chooses another port means the address that goes with it.
        for program, host in (("door", "localhost"), ("issuer", "127.0.0.1")):
            port, origin = str(given.get(f"{program}_port", "")), f"{program}_origin"
            if port.isdecimal() and int(port) <= LAST_PORT and origin not in given:
                given[origin] = origin_here(host, int(port))
        return given

    @model_validator(mode="after")
    def _two_host_names(self) -> Self:
        # Cookies ignore ports: on one host name the issuer would be sent the door's.
        if urlsplit(self.door_origin).hostname == urlsplit(self.issuer_origin).hostname:
            raise ValueError("door_origin and issuer_origin must have two different host names")
        return self

    @model_validator(mode="after")
    def _both_here_or_neither(self) -> Self:
        # With one of them left out, people's pages would ask their own machine.
        here = [name for name in ORIGINS if _is_here(getattr(self, name))]
        if len(here) == 1:
            raise PydanticCustomError(HALF_SET, "{name}", {"name": f"{PREFIX}{here[0].upper()}"})
        return self

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Arguments first, then the environment, then the file that FORUM_CONFIG names."""
        if path := os.environ.get(CONFIG):
            return init_settings, env_settings, TomlConfigSettingsSource(settings_cls, Path(path))
        return init_settings, env_settings


def read_settings(**overrides: Any) -> Settings:
    """The settings of this process; raises BadSettings with one sentence per fault."""
    _check_names()
    try:
        return Settings(**overrides)
    except ValidationError as fault:
        raise BadSettings("\n".join(map(_sentence, fault.errors(include_input=False)))) from None
    except tomllib.TOMLDecodeError:
        raise BadSettings("The file that FORUM_CONFIG names is not valid TOML.") from None
    except (OSError, UnicodeDecodeError):
        raise BadSettings("The file that FORUM_CONFIG names cannot be read.") from None


def _check_names() -> None:
    # A misspelt name would otherwise be passed over in silence, and its default used.
    if (path := os.environ.get(CONFIG)) and not Path(path).is_file():
        raise BadSettings("The file that FORUM_CONFIG names cannot be read.")
    known = {PREFIX + name.upper() for name in Settings.model_fields} | NOT_SETTINGS
    unknown = sorted(name for name in os.environ if name.startswith(PREFIX) and name not in known)
    if unknown:
        raise BadSettings("\n".join(f"Setting {name}: there is no such setting." for name in unknown))


def _sentence(fault: ErrorDetails) -> str:
    name = ".".join(map(str, fault["loc"]))
    if fault["type"] == "extra_forbidden":
        return f"Setting {name}: there is no such setting."
    if fault["type"] == HALF_SET:
        return f"Setting {fault['msg']} is missing: the other origin is not on this machine."
    text = fault["msg"].removeprefix("Value error, ")
    return f"Setting {name}: {text}." if name else f"Settings: {text}."
