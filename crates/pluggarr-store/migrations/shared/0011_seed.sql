-- The rows a fresh Dispatcharr 0.29.0 starts with, under the same ids: plugins look some of them up by name.
-- Times are Django's text form: UTC, a space and no fraction.

INSERT INTO "core_useragent" ("id", "name", "user_agent", "description", "is_active", "created_at", "updated_at") VALUES
    (1, 'TiviMate', 'TiviMate/5.1.6 (Android 12)', '', 1, strftime('%Y-%m-%d %H:%M:%S'), strftime('%Y-%m-%d %H:%M:%S')),
    (2, 'VLC', 'VLC/3.0.21 LibVLC/3.0.21', '', 1, strftime('%Y-%m-%d %H:%M:%S'), strftime('%Y-%m-%d %H:%M:%S')),
    (3, 'Chrome', 'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/132.0.0.0 Safari/537.3', '', 1, strftime('%Y-%m-%d %H:%M:%S'), strftime('%Y-%m-%d %H:%M:%S'));

INSERT INTO "core_streamprofile" ("id", "name", "command", "parameters", "locked", "is_active", "user_agent_id") VALUES
    (1, 'ffmpeg', 'ffmpeg', '-user_agent {userAgent} -i {streamUrl} -c copy -f mpegts pipe:1', 1, 1, 1),
    (2, 'streamlink', 'streamlink', '{streamUrl} --http-header User-Agent={userAgent} best --stdout', 1, 1, 1),
    (3, 'Proxy', '', '', 1, 1, NULL),
    (4, 'Redirect', '', '', 1, 1, NULL),
    (5, 'VLC', 'cvlc', '-vv -I dummy --no-video-title-show --play-and-exit --http-user-agent {userAgent} {streamUrl} --sout #standard{access=file,mux=ts,dst=-}', 1, 1, 1);

INSERT INTO "core_outputprofile" ("id", "name", "command", "parameters", "locked", "is_active") VALUES
    (1, 'Media Server (AC3 Audio)', 'ffmpeg', '-i pipe:0 -map 0:v? -map 0:a? -c:v copy -c:a ac3 -b:a 384k -f mpegts pipe:1', 1, 1),
    (2, 'Web Player (AAC Audio)', 'ffmpeg', '-i pipe:0 -map 0:v? -map 0:a? -c:v copy -c:a aac -b:a 192k -ac 2 -f mpegts pipe:1', 1, 1);

INSERT INTO "core_coresettings" ("key", "name", "value") VALUES
    ('stream_settings', 'Stream Settings', '{"default_user_agent": 1, "default_stream_profile": 1, "m3u_hash_key": "url"}'),
    ('system_settings', 'System Settings', '{"time_zone": "UTC", "max_system_events": 100, "preferred_region": "us", "auto_import_mapped_files": true}'),
    ('proxy_settings', 'Proxy Settings', '{"buffering_timeout": 15, "buffering_speed": 1.0, "redis_chunk_ttl": 60, "channel_shutdown_delay": 0, "channel_init_grace_period": 60, "channel_client_wait_period": 5}'),
    ('dvr_settings', 'DVR Settings', '{"tv_template": "TV_Shows/{show}/S{season:02d}E{episode:02d}.mkv", "movie_template": "Movies/{title} ({year}).mkv", "tv_fallback_dir": "TV_Shows", "tv_fallback_template": "TV_Shows/{show}/{start}.mkv", "movie_fallback_template": "Movies/{start}.mkv", "comskip_enabled": false, "comskip_custom_path": "", "pre_offset_minutes": 0, "post_offset_minutes": 0, "series_rules": []}'),
    ('backup_settings', 'Backup Settings', '{"schedule_enabled": true, "schedule_frequency": "daily", "schedule_time": "03:00", "schedule_day_of_week": 0, "retention_count": 3, "schedule_cron_expression": ""}'),
    ('network_access', 'Network Access', '{}'),
    ('user_limit_settings', 'User Limit Settings', '{}');

INSERT INTO "django_celery_beat_intervalschedule" ("id", "every", "period") VALUES (1, 24, 'hours');

INSERT INTO "django_celery_beat_periodictask"
    ("id", "name", "task", "interval_id", "args", "kwargs", "headers", "one_off", "enabled", "total_run_count", "date_changed", "description") VALUES
    (1, 'm3u_account-refresh-1', 'apps.m3u.tasks.refresh_single_m3u_account', 1, '[]', '{"account_id": 1}', '{}', 0, 1, 0, strftime('%Y-%m-%d %H:%M:%S'), '');

INSERT INTO "django_celery_beat_periodictasks" ("ident", "last_update") VALUES (1, strftime('%Y-%m-%d %H:%M:%S'));

-- The account that streams without one belong to. Locked: it can be neither renamed nor deleted.
INSERT INTO "m3u_m3uaccount"
    ("id", "name", "max_streams", "is_active", "created_at", "status", "locked", "account_type", "custom_properties", "refresh_interval", "refresh_task_id", "stale_stream_days", "priority") VALUES
    (1, 'custom', 0, 1, strftime('%Y-%m-%d %H:%M:%S'), 'idle', 1, 'STD', '{}', 24, 1, 7, 0);

INSERT INTO "m3u_m3uaccountprofile"
    ("id", "m3u_account_id", "name", "is_default", "max_streams", "is_active", "search_pattern", "replace_pattern", "current_viewers", "custom_properties") VALUES
    (1, 1, 'custom Default', 1, 0, 1, '^(.*)$', '$1', 0, '{}');

INSERT INTO "plugins_pluginrepo"
    ("id", "name", "url", "is_official", "enabled", "cached_manifest", "public_key", "last_fetch_status", "created_at", "updated_at") VALUES
    (1, 'Dispatcharr Official', 'https://dispatcharr.github.io/Plugins/manifest.json', 1, 1, '{}', '', '', strftime('%Y-%m-%d %H:%M:%S'), strftime('%Y-%m-%d %H:%M:%S'));
