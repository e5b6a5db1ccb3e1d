"""Every setting there is; this module alone reads the environment and the configuration file."""

import os
import tomllib
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import Field, HttpUrl, ValidationError
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict, TomlConfigSettingsSource

Language = Literal["en", "cy"]
Port = Annotated[int, Field(ge=0, le=65535)]


class BadSettings(Exception):
    """The settings cannot be used; the text names the setting and never its value."""


class Settings(BaseSettings):
    """What an installation can choose; read once, never changed while running."""

    model_config = SettingsConfigDict(env_prefix="FORUM_", frozen=True, extra="forbid")

    data: Path = Field(Path("data"), description="Folder for all that is kept; made at first start, 0700.")
    door_origin: str = Field("http://localhost:8000", description="Address of the forum as people see it.")
    door_host: str = Field("127.0.0.1", description="Address that the forum listens on.")
    door_port: Port = Field(8000, description="Port that the forum listens on.")
    issuer_origin: str = Field("http://127.0.0.1:8001", description="Address of the issuer as people see it.")
    issuer_host: str = Field("127.0.0.1", description="Address that the issuer listens on.")
    issuer_port: Port = Field(8001, description="Port that the issuer listens on.")
    default_language: Language = Field("en", description="Language of the bare address.")
    organisation: str = Field("the force", description="How the texts name the employer.")
    outside_contact: str = Field(
        "the coordinator", description="A named person outside the service, to show a warning page to."
    )
    vrg_url: HttpUrl | None = Field(None, description="Address of the external Victim Reference Group's own channel.")
    exit_url: HttpUrl = Field(
        HttpUrl("https://www.bbc.co.uk/weather"), description="Plain page that leaving quickly goes to."
    )
    whole_domain_is_ours: bool = Field(
        False, description="Leaving may clear every cookie of the domain: only if nothing else lives there."
    )
    beat: float = Field(1.0, ge=0.02, le=5, description="Seconds between two frames of a room.")
    pace: float = Field(4.0, ge=0, le=60, description="Seconds between two messages of one seat.")
    max_sockets: int = Field(2000, ge=10, description="Connections that the forum holds at most.")

    @classmethod
    def settings_customise_sources(
        cls, settings_cls: type[BaseSettings], **sources: PydanticBaseSettingsSource
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Arguments first, then the environment, then the file that FORUM_CONFIG names."""
        ordered = [sources["init_settings"], sources["env_settings"]]
        if path := os.environ.get("FORUM_CONFIG"):
            ordered.append(TomlConfigSettingsSource(settings_cls, Path(path)))
        return tuple(ordered)


def read_settings(**overrides: Any) -> Settings:
    """The settings of this process; raises BadSettings with one sentence per fault."""
    path = os.environ.get("FORUM_CONFIG")
    if path and not Path(path).is_file():
        raise BadSettings("The file that FORUM_CONFIG names cannot be read.")
    try:
        return Settings(**overrides)
    except ValidationError as fault:
        raise BadSettings(_sentences(fault)) from None
    except tomllib.TOMLDecodeError:
        raise BadSettings("The configuration file is not valid TOML.") from None


def _sentences(fault: ValidationError) -> str:
    lines = [f"Setting {'.'.join(map(str, e['loc']))}: {e['msg']}." for e in fault.errors(include_input=False)]
    return "\n".join(lines)
