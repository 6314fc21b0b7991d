# Written by scripts/make-stubs out of python/compat. Do not edit.
"""The application's settings, one row of JSON per group."""

from typing import Any
from _pluggarr_orm import Manager, Model

STREAM_SETTINGS: str
SYSTEM_SETTINGS: str
PROXY_SETTINGS: str
DVR_SETTINGS: str
EPG_SETTINGS: str
NETWORK_ACCESS: str
USER_LIMITS: str
DEFAULTS: dict[str, Any]

class CoreSettings(Model):
    """One group of settings. Plugins use the classmethods rather than rows."""

    objects: Manager[CoreSettings]
    id: int
    key: str
    name: str
    value: Any
    @classmethod
    def get_stream_settings(cls) -> Any:
        """Return the group of stream settings."""
    @classmethod
    def get_default_user_agent_id(cls) -> Any:
        """Return the id of the user agent used where none is chosen."""
    @classmethod
    def get_default_user_agent(cls) -> str:
        """Return the User-Agent text used where none is chosen."""
    @classmethod
    def get_default_stream_profile_id(cls) -> Any:
        """Return the id of the stream profile used where none is chosen."""
    @classmethod
    def get_redirect_stream_profile_id(cls) -> Any:
        """Return the id of the built-in Redirect profile, or ``None``."""
    @classmethod
    def is_default_stream_profile_redirect(cls) -> bool:
        """Whether streams are redirected unless something else is chosen."""
    @classmethod
    def get_default_output_format(cls) -> Any:
        """Return the container sent to players that do not ask for one."""
    @classmethod
    def get_hdhr_output_profile_id(cls) -> Any:
        """Return the id of the output profile for HDHomeRun clients, or ``None``."""
    @classmethod
    def get_m3u_hash_key(cls) -> str:
        """Return which properties make a stream the same stream, separated by commas."""
    @classmethod
    def get_system_settings(cls) -> Any:
        """Return the group of system settings."""
    @classmethod
    def get_system_time_zone(cls) -> str:
        """Return the name of the time zone that people chose."""
    @classmethod
    def set_system_time_zone(cls, tz_name: Any) -> Any:
        """Store the name of the time zone and return it."""
    @classmethod
    def get_preferred_region(cls) -> Any:
        """Return the region preferred when guide channels are matched."""
    @classmethod
    def get_auto_import_mapped_files(cls) -> Any:
        """Return whether files in the watched folders are imported."""
    @classmethod
    def get_catchup_enabled(cls) -> bool:
        """Return whether catch-up is offered."""
    @classmethod
    def get_epg_settings(cls) -> Any:
        """Return the group of EPG matching settings."""
    @classmethod
    def get_epg_match_ignore_prefixes(cls) -> list[Any]:
        """Return the prefixes left out of names when guide channels are matched."""
    @classmethod
    def get_epg_match_ignore_suffixes(cls) -> list[Any]:
        """Return the suffixes left out of names when guide channels are matched."""
    @classmethod
    def get_epg_match_ignore_custom(cls) -> list[Any]:
        """Return the texts left out of names when guide channels are matched."""
    @classmethod
    def get_proxy_settings(cls) -> Any:
        """Return the group of proxy settings."""
    @classmethod
    def get_network_access_settings(cls) -> Any:
        """Return which networks may reach what."""
    @classmethod
    def get_user_limits_settings(cls) -> Any:
        """Return the limits on streams per user."""
    @classmethod
    def get_dvr_settings(cls) -> Any:
        """Return the group of recording settings."""
    @classmethod
    def get_dvr_tv_template(cls) -> Any:
        """Return the file name pattern of recorded episodes."""
    @classmethod
    def get_dvr_movie_template(cls) -> Any:
        """Return the file name pattern of recorded films."""
    @classmethod
    def get_dvr_tv_fallback_dir(cls) -> Any:
        """Return the folder of recordings that no pattern fits."""
    @classmethod
    def get_dvr_tv_fallback_template(cls) -> Any:
        """Return the file name pattern of episodes without season and episode."""
    @classmethod
    def get_dvr_movie_fallback_template(cls) -> Any:
        """Return the file name pattern of films without a year."""
    @classmethod
    def get_dvr_comskip_enabled(cls) -> bool:
        """Return whether advertisements are looked for after a recording."""
    @classmethod
    def get_dvr_comskip_custom_path(cls) -> Any:
        """Return the path of the comskip configuration chosen, or an empty text."""
    @classmethod
    def set_dvr_comskip_custom_path(cls, path: Any) -> Any:
        """Store the path of the comskip configuration and return it."""
    @classmethod
    def get_dvr_pre_offset_minutes(cls) -> int:
        """Return how many minutes early recordings start."""
    @classmethod
    def get_dvr_post_offset_minutes(cls) -> int:
        """Return how many minutes late recordings end."""
    @classmethod
    def get_dvr_series_rules(cls) -> list[Any]:
        """Return the rules by which series are recorded."""
    @classmethod
    def set_dvr_series_rules(cls, rules: Any) -> Any:
        """Store the rules by which series are recorded and return them."""
