//! The rows of a fresh database: those that a fresh Dispatcharr 0.29.0 has.

use serde_json::json;

use crate::store;

#[tokio::test]
async fn user_agents() {
    let store = store().await;
    let rows = store.user_agents().list().await.unwrap();
    let rows: Vec<_> =
        rows.iter().map(|r| (r.id, r.name.as_str(), r.user_agent.as_str(), r.is_active)).collect();
    let chrome = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) \
                  Chrome/132.0.0.0 Safari/537.3";
    assert_eq!(
        rows,
        [
            (1, "TiviMate", "TiviMate/5.1.6 (Android 12)", true),
            (2, "VLC", "VLC/3.0.21 LibVLC/3.0.21", true),
            (3, "Chrome", chrome, true),
        ]
    );
}

#[tokio::test]
async fn stream_profiles() {
    let store = store().await;
    let rows = store.stream_profiles().list().await.unwrap();
    assert!(rows.iter().all(|row| row.locked && row.is_active));
    let rows: Vec<_> = rows
        .iter()
        .map(|r| {
            (r.id, r.name.as_str(), r.command.as_str(), r.parameters.as_str(), r.user_agent_id)
        })
        .collect();
    let ffmpeg = "-user_agent {userAgent} -i {streamUrl} -c copy -f mpegts pipe:1";
    let streamlink = "{streamUrl} --http-header User-Agent={userAgent} best --stdout";
    let vlc = "-vv -I dummy --no-video-title-show --play-and-exit --http-user-agent {userAgent} \
               {streamUrl} --sout #standard{access=file,mux=ts,dst=-}";
    assert_eq!(
        rows,
        [
            (1, "ffmpeg", "ffmpeg", ffmpeg, Some(1)),
            (2, "streamlink", "streamlink", streamlink, Some(1)),
            (3, "Proxy", "", "", None),
            (4, "Redirect", "", "", None),
            (5, "VLC", "cvlc", vlc, Some(1)),
        ]
    );
}

#[tokio::test]
async fn core_settings() {
    let store = store().await;
    let settings = store.core_settings();
    let keys: Vec<_> = settings.list().await.unwrap().into_iter().map(|row| row.key).collect();
    assert_eq!(
        keys,
        [
            "stream_settings",
            "system_settings",
            "proxy_settings",
            "dvr_settings",
            "backup_settings",
            "network_access",
            "user_limit_settings"
        ]
    );
    assert_eq!(
        settings.get("stream_settings").await.unwrap(),
        Some(json!({"default_user_agent": 1, "default_stream_profile": 1, "m3u_hash_key": "url"}))
    );
    assert_eq!(
        settings.get("system_settings").await.unwrap(),
        Some(json!({"time_zone": "UTC", "max_system_events": 100, "preferred_region": "us",
            "auto_import_mapped_files": true}))
    );
    assert_eq!(
        settings.get("proxy_settings").await.unwrap(),
        Some(json!({"buffering_timeout": 15, "buffering_speed": 1.0, "redis_chunk_ttl": 60,
            "channel_shutdown_delay": 0, "channel_init_grace_period": 60,
            "channel_client_wait_period": 5}))
    );
    assert_eq!(
        settings.get("backup_settings").await.unwrap(),
        Some(json!({"schedule_enabled": true, "schedule_frequency": "daily",
            "schedule_time": "03:00", "schedule_day_of_week": 0, "retention_count": 3,
            "schedule_cron_expression": ""}))
    );
    let dvr = settings.get("dvr_settings").await.unwrap().unwrap();
    let mut keys: Vec<_> = dvr.as_object().unwrap().keys().map(String::as_str).collect();
    keys.sort_unstable();
    assert_eq!(
        keys,
        [
            "comskip_custom_path",
            "comskip_enabled",
            "movie_fallback_template",
            "movie_template",
            "post_offset_minutes",
            "pre_offset_minutes",
            "series_rules",
            "tv_fallback_dir",
            "tv_fallback_template",
            "tv_template"
        ]
    );
    assert_eq!(settings.get("network_access").await.unwrap(), Some(json!({})));
    assert_eq!(settings.get("user_limit_settings").await.unwrap(), Some(json!({})));
    assert_eq!(settings.get("epg_settings").await.unwrap(), None);
}

#[tokio::test]
async fn the_custom_account_with_its_profile_and_schedule() {
    let store = store().await;
    let account = store.m3u_accounts().get(1).await.unwrap();
    assert_eq!((account.name.as_str(), account.locked, account.is_active), ("custom", true, true));
    assert_eq!((account.refresh_interval, account.stale_stream_days), (24, 7));
    let profiles = store.m3u_accounts().profiles(1).await.unwrap();
    assert_eq!(profiles.len(), 1);
    assert_eq!(profiles[0].name, "custom Default");
    assert_eq!(profiles[0].search_pattern, "^(.*)$");
    assert_eq!(profiles[0].replace_pattern, "$1");
    assert!(profiles[0].is_default && profiles[0].is_active);
    let tasks = store.periodic_tasks().list_enabled().await.unwrap();
    assert_eq!(tasks.len(), 1);
    assert_eq!(tasks[0].name, "m3u_account-refresh-1");
    assert_eq!((tasks[0].every, tasks[0].period.as_deref()), (Some(24), Some("hours")));
    assert_eq!(account.refresh_task_id, Some(tasks[0].id));
}

#[tokio::test]
async fn the_plugin_repository_and_output_profiles_and_nothing_else() {
    let store = store().await;
    let official =
        "SELECT COUNT(*) FROM plugins_pluginrepo WHERE id = 1 AND is_official AND enabled
        AND name = 'Dispatcharr Official'
        AND url = 'https://dispatcharr.github.io/Plugins/manifest.json'";
    assert_eq!(store.number(official).await, 1);
    let outputs = "SELECT COUNT(*) FROM core_outputprofile WHERE locked AND is_active AND
        (id, name) IN (VALUES (1, 'Media Server (AC3 Audio)'), (2, 'Web Player (AAC Audio)'))";
    assert_eq!(store.number(outputs).await, 2);
    let rest = "SELECT (SELECT COUNT(*) FROM accounts_user)
        + (SELECT COUNT(*) FROM dispatcharr_channels_channelgroup)
        + (SELECT COUNT(*) FROM dispatcharr_channels_channel)
        + (SELECT COUNT(*) FROM dispatcharr_channels_channelprofile)
        + (SELECT COUNT(*) FROM epg_epgsource)
        + (SELECT COUNT(*) FROM dispatcharr_channels_stream)";
    assert_eq!(store.number(rest).await, 0);
    store.assert_nothing_dangles().await;
}
