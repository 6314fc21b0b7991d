use pluggarr_store::m3u_accounts::{AccountType, M3uAccountChange, M3uStatus, NewM3uAccount};
use pluggarr_store::streams::NewStream;
use pluggarr_store::{Error, Timestamp};

use crate::store;

#[tokio::test]
async fn a_new_account_has_a_default_profile_and_a_schedule() {
    let store = store().await;
    let accounts = store.m3u_accounts();
    let new = NewM3uAccount {
        refresh_interval: 6,
        max_streams: 2,
        account_type: AccountType::XtreamCodes,
        ..NewM3uAccount::named("Provider")
    };
    let account = accounts.create(&new).await.unwrap();
    assert_eq!((account.status.as_str(), account.kind()), ("idle", AccountType::XtreamCodes));
    assert_eq!(account.updated_at, None);
    let profiles = accounts.profiles(account.id).await.unwrap();
    assert_eq!((profiles[0].name.as_str(), profiles[0].max_streams), ("Provider Default", 2));
    let tasks = store.periodic_tasks().list_enabled().await.unwrap();
    let task = tasks.iter().find(|t| Some(t.id) == account.refresh_task_id).unwrap();
    assert_eq!(task.name, format!("m3u_account-refresh-{}", account.id));
    assert_eq!(task.task, "apps.m3u.tasks.refresh_single_m3u_account");
    assert_eq!(task.kwargs, format!(r#"{{"account_id":{}}}"#, account.id));
    assert_eq!(task.every, Some(6));
}

#[tokio::test]
async fn the_schedule_follows_the_account() {
    let store = store().await;
    let accounts = store.m3u_accounts();
    let account = accounts.create(&NewM3uAccount::named("A")).await.unwrap();
    let name = format!("m3u_account-refresh-{}", account.id);
    let every = async || {
        let tasks = store.periodic_tasks().list_enabled().await.unwrap();
        tasks.into_iter().find(|task| task.name == name).and_then(|task| task.every)
    };
    assert_eq!(every().await, None, "0 hours is never");

    let change = M3uAccountChange { refresh_interval: Some(12), ..Default::default() };
    accounts.update(account.id, change).await.unwrap();
    assert_eq!(every().await, Some(12));

    let change = M3uAccountChange { is_active: Some(false), ..Default::default() };
    assert_eq!(accounts.update(account.id, change).await.unwrap().status, "disabled");
    assert_eq!(every().await, None, "an account that is not active is not refreshed");

    let change = M3uAccountChange { is_active: Some(true), ..Default::default() };
    assert_eq!(accounts.update(account.id, change).await.unwrap().status, "idle");
    assert_eq!(every().await, Some(12));

    accounts.delete(account.id).await.unwrap();
    let left = "SELECT COUNT(*) FROM django_celery_beat_periodictask";
    assert_eq!(store.number(left).await, 1);
}

#[tokio::test]
async fn a_change_leaves_other_columns_alone() {
    let store = store().await;
    let accounts = store.m3u_accounts();
    let new = NewM3uAccount { server_url: Some("http://a/".into()), ..NewM3uAccount::named("A") };
    let id = accounts.create(&new).await.unwrap().id;
    let change = M3uAccountChange {
        username: Some(Some("me".into())),
        max_streams: Some(3),
        ..Default::default()
    };
    let account = accounts.update(id, change).await.unwrap();
    assert_eq!(account.server_url.as_deref(), Some("http://a/"));
    assert_eq!(account.username.as_deref(), Some("me"));
    assert_eq!(accounts.profiles(id).await.unwrap()[0].max_streams, 3);
    let change = M3uAccountChange { server_url: Some(None), ..Default::default() };
    assert_eq!(accounts.update(id, change).await.unwrap().server_url, None);
}

#[tokio::test]
async fn the_custom_account_can_be_neither_renamed_nor_removed() {
    let store = store().await;
    let accounts = store.m3u_accounts();
    let change = M3uAccountChange { name: Some("mine".into()), ..Default::default() };
    assert!(matches!(accounts.update(1, change).await, Err(Error::Protected { .. })));
    assert!(matches!(accounts.delete(1).await, Err(Error::Protected { .. })));
    assert_eq!(accounts.get(1).await.unwrap().name, "custom");
}

#[tokio::test]
async fn a_refresh_is_noted_and_a_broken_off_one_found() {
    let store = store().await;
    let accounts = store.m3u_accounts();
    let id = accounts.create(&NewM3uAccount::named("A")).await.unwrap().id;
    accounts.set_status(id, M3uStatus::Parsing, "half way").await.unwrap();
    assert_eq!(accounts.reset_interrupted("the program ended").await.unwrap(), 1);
    let account = accounts.get(id).await.unwrap();
    assert_eq!((account.status.as_str(), account.updated_at), ("error", None));
    let now = Timestamp::now();
    accounts.set_refreshed(id, now, "fine").await.unwrap();
    let account = accounts.find("A").await.unwrap().unwrap();
    assert_eq!((account.status.as_str(), account.updated_at), ("success", Some(now)));
    assert_eq!(account.last_message.as_deref(), Some("fine"));
}

#[tokio::test]
async fn groups_keep_what_the_user_chose() {
    let store = store().await;
    let accounts = store.m3u_accounts();
    let id = accounts.create(&NewM3uAccount::named("A")).await.unwrap().id;
    let groups = store.channel_groups();
    let names = ["News".to_owned(), "Sport".to_owned()];
    let ids = groups.get_or_create(&names).await.unwrap();
    let first = Timestamp::from_unix(1_000_000);
    accounts.see_groups(id, &[ids["News"], ids["Sport"]], first).await.unwrap();
    accounts.set_group_enabled(id, ids["Sport"], false).await.unwrap();

    let second = Timestamp::from_unix(2_000_000);
    accounts.see_groups(id, &[ids["Sport"]], second).await.unwrap();
    assert_eq!(accounts.mark_stale_groups(id, second).await.unwrap(), 1);
    let rows = accounts.groups(id).await.unwrap();
    let rows: Vec<_> = rows.iter().map(|r| (r.name.as_str(), r.enabled, r.is_stale)).collect();
    assert_eq!(rows, [("News", true, true), ("Sport", false, false)]);
}

#[tokio::test]
async fn an_account_takes_its_streams_with_it_and_leaves_the_channels() {
    let store = store().await;
    let accounts = store.m3u_accounts();
    let id = accounts.create(&NewM3uAccount::named("A")).await.unwrap().id;
    let stream = NewStream { stream_hash: "h".into(), name: "S".into(), ..Default::default() };
    store.streams().upsert(id, Timestamp::now(), [stream]).await.unwrap();
    let group = store.channel_groups().get_or_create(&["G".into()]).await.unwrap()["G"];
    accounts.see_groups(id, &[group], Timestamp::now()).await.unwrap();
    store.channels().create_from_streams(&[crate::channels::from_stream(1)], 1.0).await.unwrap();
    accounts.delete(id).await.unwrap();
    assert_eq!(store.streams().count(&Default::default()).await.unwrap(), 0);
    assert_eq!(store.channels().count(&Default::default()).await.unwrap(), 1);
    assert!(accounts.groups(id).await.unwrap().is_empty());
    store.assert_nothing_dangles().await;
}

#[tokio::test]
async fn the_user_agent_of_an_account_is_its_own_or_the_default() {
    let store = store().await;
    let accounts = store.m3u_accounts();
    let id = accounts.create(&NewM3uAccount::named("A")).await.unwrap().id;
    let agent = store.user_agents().for_account(id).await.unwrap();
    assert_eq!(agent.as_deref(), Some("TiviMate/5.1.6 (Android 12)"));
    assert_eq!(store.user_agents().default().await.unwrap(), agent);
    let change = M3uAccountChange { user_agent_id: Some(Some(2)), ..Default::default() };
    accounts.update(id, change).await.unwrap();
    let agent = store.user_agents().for_account(id).await.unwrap();
    assert_eq!(agent.as_deref(), Some("VLC/3.0.21 LibVLC/3.0.21"));
}

#[tokio::test]
async fn pointing_to_nothing_is_refused() {
    let store = store().await;
    let new = NewM3uAccount { user_agent_id: Some(99), ..NewM3uAccount::named("A") };
    let error = store.m3u_accounts().create(&new).await.unwrap_err();
    assert!(matches!(error, Error::Dangling { .. }), "{error:?}");
    assert_eq!(store.m3u_accounts().find("A").await.unwrap(), None);
}

#[tokio::test]
async fn a_word_that_a_plugin_made_up_does_not_hide_the_account() {
    let store = store().await;
    store.execute("UPDATE m3u_m3uaccount SET status = 'sleeping', account_type = 'stb'").await;
    let accounts = store.m3u_accounts().list().await.unwrap();
    assert_eq!(accounts[0].status, "sleeping");
    assert_eq!(accounts[0].kind(), AccountType::Standard);
}
