"""The application's settings, one row of JSON per group.

Unlike upstream, nothing is cached: the host writes the same rows from another process, and reading
one costs less than telling every worker to forget it.
"""

import copy

from django.db import models, transaction

STREAM_SETTINGS = "stream_settings"
SYSTEM_SETTINGS = "system_settings"
PROXY_SETTINGS = "proxy_settings"
DVR_SETTINGS = "dvr_settings"
EPG_SETTINGS = "epg_settings"
NETWORK_ACCESS = "network_access"
USER_LIMITS = "user_limit_settings"

# Used only while the row is missing; a row that is there is taken whole.
DEFAULTS = {
    STREAM_SETTINGS: {
        "default_user_agent": None,
        "default_stream_profile": None,
        "m3u_hash_key": "url",
        "default_output_format": "mpegts",
        "hdhr_output_profile_id": None,
    },
    SYSTEM_SETTINGS: {
        "time_zone": "UTC",
        "max_system_events": 100,
        "preferred_region": "us",
        "auto_import_mapped_files": True,
    },
    PROXY_SETTINGS: {
        "buffering_timeout": 15,
        "buffering_speed": 1.0,
        "redis_chunk_ttl": 60,
        "channel_shutdown_delay": 0,
        "channel_init_grace_period": 60,
        "channel_client_wait_period": 5,
        "new_client_behind_seconds": 5,
    },
    DVR_SETTINGS: {
        "tv_template": "TV_Shows/{show}/S{season:02d}E{episode:02d}.mkv",
        "movie_template": "Movies/{title} ({year}).mkv",
        "tv_fallback_dir": "TV_Shows",
        "tv_fallback_template": "TV_Shows/{show}/{start}.mkv",
        "movie_fallback_template": "Movies/{start}.mkv",
        "comskip_enabled": False,
        "comskip_custom_path": "",
        "pre_offset_minutes": 0,
        "post_offset_minutes": 0,
        "series_rules": [],
    },
    EPG_SETTINGS: {
        "epg_match_mode": "default",
        "epg_match_ignore_prefixes": [],
        "epg_match_ignore_suffixes": [],
        "epg_match_ignore_custom": [],
    },
    NETWORK_ACCESS: {},
    USER_LIMITS: {},
}


class CoreSettings(models.Model):
    """One group of settings. Plugins use the classmethods rather than rows."""

    key = models.CharField(max_length=255, unique=True)
    name = models.CharField(max_length=255)
    value = models.JSONField(default=dict, blank=True)

    class Meta:
        managed = False
        db_table = "core_coresettings"

    def __str__(self):
        return "Core Settings"

    @classmethod
    def _get_group(cls, key, defaults=None):
        value = cls.objects.filter(key=key).values_list("value", flat=True).first()
        if value is not None:
            return value
        return copy.deepcopy(DEFAULTS.get(key, {}) if defaults is None else defaults)

    @classmethod
    def _update_group(cls, key, name, updates):
        # Read and written in one transaction, so that two writers do not lose each other's
        # settings.
        with transaction.atomic():
            row = cls.objects.filter(key=key).first()
            if row is None:
                row = cls(key=key, name=name, value=copy.deepcopy(DEFAULTS.get(key, {})))
            row.value = {**(row.value if isinstance(row.value, dict) else {}), **updates}
            row.save()
        return row.value

    # Streams

    @classmethod
    def get_stream_settings(cls):
        """Return the group of stream settings."""
        return cls._get_group(STREAM_SETTINGS)

    @classmethod
    def get_default_user_agent_id(cls):
        """Return the id of the user agent used where none is chosen."""
        return cls.get_stream_settings().get("default_user_agent")

    @classmethod
    def get_default_user_agent(cls) -> str:
        """Return the User-Agent text used where none is chosen."""
        from core.models import UserAgent
        from core.utils import dispatcharr_user_agent

        row = UserAgent.objects.filter(pk=cls.get_default_user_agent_id()).first()
        return row.user_agent if row else dispatcharr_user_agent()

    @classmethod
    def get_default_stream_profile_id(cls):
        """Return the id of the stream profile used where none is chosen."""
        return cls.get_stream_settings().get("default_stream_profile")

    @classmethod
    def get_redirect_stream_profile_id(cls):
        """Return the id of the built-in Redirect profile, or ``None``."""
        from core.models import StreamProfile

        return (
            StreamProfile.objects.filter(locked=True, name="Redirect")
            .values_list("id", flat=True)
            .first()
        )

    @classmethod
    def is_default_stream_profile_redirect(cls) -> bool:
        """Whether streams are redirected unless something else is chosen."""
        default = cls.get_default_stream_profile_id()
        return default is not None and str(default) == str(cls.get_redirect_stream_profile_id())

    @classmethod
    def get_default_output_format(cls):
        """Return the container sent to players that do not ask for one."""
        return cls.get_stream_settings().get("default_output_format") or "mpegts"

    @classmethod
    def get_hdhr_output_profile_id(cls):
        """Return the id of the output profile for HDHomeRun clients, or ``None``."""
        return cls.get_stream_settings().get("hdhr_output_profile_id")

    @classmethod
    def get_m3u_hash_key(cls) -> str:
        """Return which properties make a stream the same stream, separated by commas."""
        return cls.get_stream_settings().get("m3u_hash_key") or ""

    # System

    @classmethod
    def get_system_settings(cls):
        """Return the group of system settings."""
        return cls._get_group(SYSTEM_SETTINGS)

    @classmethod
    def get_system_time_zone(cls) -> str:
        """Return the name of the time zone that people chose."""
        return cls.get_system_settings().get("time_zone") or "UTC"

    @classmethod
    def set_system_time_zone(cls, tz_name):
        """Store the name of the time zone and return it."""
        value = (tz_name or "").strip() or "UTC"
        cls._update_group(SYSTEM_SETTINGS, "System Settings", {"time_zone": value})
        return value

    @classmethod
    def get_preferred_region(cls):
        """Return the region preferred when guide channels are matched."""
        return cls.get_system_settings().get("preferred_region")

    @classmethod
    def get_auto_import_mapped_files(cls):
        """Return whether files in the watched folders are imported."""
        return cls.get_system_settings().get("auto_import_mapped_files")

    @classmethod
    def get_catchup_enabled(cls) -> bool:
        """Return whether catch-up is offered."""
        return bool(cls.get_system_settings().get("catchup_enabled", True))

    # EPG matching

    @classmethod
    def get_epg_settings(cls):
        """Return the group of EPG matching settings."""
        return cls._get_group(EPG_SETTINGS)

    @classmethod
    def get_epg_match_ignore_prefixes(cls) -> list:
        """Return the prefixes left out of names when guide channels are matched."""
        return cls.get_epg_settings().get("epg_match_ignore_prefixes") or []

    @classmethod
    def get_epg_match_ignore_suffixes(cls) -> list:
        """Return the suffixes left out of names when guide channels are matched."""
        return cls.get_epg_settings().get("epg_match_ignore_suffixes") or []

    @classmethod
    def get_epg_match_ignore_custom(cls) -> list:
        """Return the texts left out of names when guide channels are matched."""
        return cls.get_epg_settings().get("epg_match_ignore_custom") or []

    # Proxy, network, limits

    @classmethod
    def get_proxy_settings(cls):
        """Return the group of proxy settings."""
        return cls._get_group(PROXY_SETTINGS)

    @classmethod
    def get_network_access_settings(cls):
        """Return which networks may reach what."""
        return cls._get_group(NETWORK_ACCESS)

    @classmethod
    def get_user_limits_settings(cls):
        """Return the limits on streams per user."""
        return cls._get_group(USER_LIMITS)

    # Recording

    @classmethod
    def get_dvr_settings(cls):
        """Return the group of recording settings."""
        return cls._get_group(DVR_SETTINGS)

    @classmethod
    def _get_dvr(cls, name):
        return cls.get_dvr_settings().get(name, DEFAULTS[DVR_SETTINGS][name])

    @classmethod
    def get_dvr_tv_template(cls):
        """Return the file name pattern of recorded episodes."""
        return cls._get_dvr("tv_template")

    @classmethod
    def get_dvr_movie_template(cls):
        """Return the file name pattern of recorded films."""
        return cls._get_dvr("movie_template")

    @classmethod
    def get_dvr_tv_fallback_dir(cls):
        """Return the folder of recordings that no pattern fits."""
        return cls._get_dvr("tv_fallback_dir")

    @classmethod
    def get_dvr_tv_fallback_template(cls):
        """Return the file name pattern of episodes without season and episode."""
        return cls._get_dvr("tv_fallback_template")

    @classmethod
    def get_dvr_movie_fallback_template(cls):
        """Return the file name pattern of films without a year."""
        return cls._get_dvr("movie_fallback_template")

    @classmethod
    def get_dvr_comskip_enabled(cls) -> bool:
        """Return whether advertisements are looked for after a recording."""
        return bool(cls._get_dvr("comskip_enabled"))

    @classmethod
    def get_dvr_comskip_custom_path(cls):
        """Return the path of the comskip configuration chosen, or an empty text."""
        return cls._get_dvr("comskip_custom_path")

    @classmethod
    def set_dvr_comskip_custom_path(cls, path):
        """Store the path of the comskip configuration and return it."""
        value = (path or "").strip()
        cls._update_group(DVR_SETTINGS, "DVR Settings", {"comskip_custom_path": value})
        return value

    @classmethod
    def get_dvr_pre_offset_minutes(cls) -> int:
        """Return how many minutes early recordings start."""
        return int(cls._get_dvr("pre_offset_minutes") or 0)

    @classmethod
    def get_dvr_post_offset_minutes(cls) -> int:
        """Return how many minutes late recordings end."""
        return int(cls._get_dvr("post_offset_minutes") or 0)

    @classmethod
    def get_dvr_series_rules(cls) -> list:
        """Return the rules by which series are recorded."""
        return cls._get_dvr("series_rules") or []

    @classmethod
    def set_dvr_series_rules(cls, rules):
        """Store the rules by which series are recorded and return them."""
        rules = list(rules) if isinstance(rules, list | tuple) else []
        cls._update_group(DVR_SETTINGS, "DVR Settings", {"series_rules": rules})
        return rules
