"""The settings: the only place that reads the environment."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Literal

from pydantic import Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict

Audience = Literal["publiek", "raad", "intern"]
"""Who looks, and so what detail may be shown (profiel)."""

PUBLIEK: Audience = "publiek"


class Settings(BaseSettings):
    """Everything that an installation can change, with the environment variable of the same name.

    Attributes:
        profile: Audience of everyone who visits this server.
        host: Address to listen on; without AUTH, profile intern is refused on anything but loopback.
        port: TCP port.
        workers: Web processes.
        var_dir: Folder of everything that is made at run time (snapshots, reports, raw downloads).
        opendata_url: Base URL of the Opendatasoft "Explore v2.1" API of the city's portal.
        tile_url: Address of the optional online background map, off until a user asks for it.
        database_url: PostgreSQL for the figures, as who reads them (postgresql://reader@host/name); empty is a DuckDB
            file in var_dir.
        database_write_url: The same database as who writes figures; empty is database_url. Only imports, backups and
            the upload page need it.
        state_url: URL of the state store (zones, aanpak, saved views), SQLite or PostgreSQL; empty is `state.sqlite` in
            var_dir.
        state_write_url: The same PostgreSQL as who owns its tables, to make or restore them and to remove old lines of
            the log; empty is state_url.
        keep_snapshots: How many snapshots stay on disk, the current one included.
        upload_limit_mb: Largest file that the upload page of profile intern takes, in MB.
        upload_keep_hours: How long an upload stays on disk after it was last used.
        auth: Who says who asks: nobody (none: everyone has `profile`), a trusted proxy (header), or an OpenID Connect
            provider (oidc). With the last two `profile` says nothing: the groups of each person do.
        base_url: Address that people type, such as https://veiligheid.example; oidc needs it. https makes the session
            cookie Secure.
        groups_intern, groups_raad: Names of groups, with commas between, whose members have that profile.
        groups_logboek: Groups that may read the log; empty: everyone of profile intern.
        auth_others: What one who is in none of these groups gets: profile publiek, or a refusal (weigeren).
        trusted_proxies: Addresses or networks, with commas between, whose headers are believed (header), and whose
            X-Forwarded-For tells for whom a limit counts.
        auth_user_header, auth_groups_header: Names of the headers of the proxy (header).
        logout_url: Where the proxy signs out (header).
        oidc_issuer, oidc_client_id, oidc_client_secret: Of the provider and of this application there (oidc).
        oidc_scope, oidc_user_claim, oidc_groups_claim: What is asked, and which claims are the name and the groups.
        session_minutes: How long somebody stays signed in (oidc).
        audit_keep_days: How long a line of the log stays before `python -m data.audit purge` removes it.
        rate_reports: Reports that one client may ask a minute of one worker; 0 is without a limit, as for the next.
        rate_exports: The same for files with numbers.
        rate_layers: The same for the map layers of single facts, which ask again at each move of the map.
        rate_projections: The same for the slides of the meeting mode, of which many make one page.
        rate_uploads: The same for what is sent in: files, zones, aanpak.
        log_level: What is written about requests: `warning` only our own faults, `info` a line for each request.
    """

    model_config = SettingsConfigDict(env_prefix="", extra="ignore")

    profile: Audience = PUBLIEK
    host: str = "127.0.0.1"
    port: int = Field(default=8050, ge=1, le=65535)
    workers: int = Field(default=2, ge=1, le=64)
    var_dir: Path = Path(__file__).resolve().parent.parent / "var"
    opendata_url: str = "https://data.stad.gent/api/explore/v2.1"
    tile_url: str = "https://tile.openstreetmap.org/{z}/{x}/{y}.png"
    database_url: str = ""
    database_write_url: str = ""
    state_url: str = ""
    state_write_url: str = ""
    keep_snapshots: int = Field(default=3, ge=1)
    upload_limit_mb: int = Field(default=500, ge=1)
    upload_keep_hours: int = Field(default=24, ge=1)
    auth: Literal["none", "header", "oidc"] = "none"
    base_url: str = ""
    groups_intern: str = ""
    groups_raad: str = ""
    groups_logboek: str = ""
    auth_others: Literal["publiek", "weigeren"] = "publiek"
    trusted_proxies: str = ""
    auth_user_header: str = "X-Remote-User"
    auth_groups_header: str = "X-Remote-Groups"
    logout_url: str = ""
    oidc_issuer: str = ""
    oidc_client_id: str = ""
    oidc_client_secret: SecretStr = SecretStr("")
    oidc_scope: str = "openid profile email"
    oidc_user_claim: str = "preferred_username"
    oidc_groups_claim: str = "groups"
    session_minutes: int = Field(default=240, ge=5, le=1440)
    audit_keep_days: int = Field(default=730, ge=30)
    rate_reports: int = Field(default=10, ge=0)
    rate_exports: int = Field(default=60, ge=0)
    rate_layers: int = Field(default=240, ge=0)
    rate_projections: int = Field(default=60, ge=0)
    rate_uploads: int = Field(default=60, ge=0)
    log_level: Literal["info", "warning"] = "warning"

    @property
    def snapshots_dir(self) -> Path:
        """Folder of the analytic snapshots, one file a version."""
        return self.var_dir / "snapshots"

    @property
    def the_state_url(self) -> str:
        """SQLAlchemy URL of the state store."""
        return self.state_url or f"sqlite:///{self.var_dir / 'state.sqlite'}"

    @property
    def the_database_url(self) -> str:
        """PostgreSQL of the figures as who reads them; empty when they are files."""
        return self.database_url or self.database_write_url

    @property
    def the_database_write_url(self) -> str:
        """PostgreSQL of the figures as who writes them; empty without one."""
        return self.database_write_url or self.database_url

    @property
    def the_state_write_url(self) -> str:
        """URL of the state store as who owns its tables."""
        return self.state_write_url or self.the_state_url

    @property
    def reports_dir(self) -> Path:
        """Folder of the import reports: one file of rejected rows for each import."""
        return self.var_dir / "reports"

    @property
    def uploads_dir(self) -> Path:
        """Folder of the uploads, one folder each."""
        return self.var_dir / "uploads"


@lru_cache(maxsize=1)
def settings() -> Settings:
    """The settings of this process, read once."""
    return Settings()
