use pluggarr_store::Error;
use pluggarr_store::channels::{
    ChannelChange, ChannelFilter, ExportFilter, FromStream, NewChannel,
};
use pluggarr_store::streams::NewStream;
use pluggarr_store::{Paging, Timestamp};
use uuid::Uuid;

use crate::streams::{account, stream};
use crate::{TestStore, store};

pub fn from_stream(stream_id: i64) -> FromStream {
    FromStream { stream_id, channel_number: None }
}

async fn with_streams(streams: impl IntoIterator<Item = NewStream, IntoIter: Send>) -> TestStore {
    let store = store().await;
    let id = account(&store, "A").await;
    store.streams().upsert(id, Timestamp::now(), streams).await.unwrap();
    store
}

fn named(name: &str) -> NewChannel {
    NewChannel { name: name.into(), ..Default::default() }
}

#[tokio::test]
async fn channels_are_made_from_streams_with_logo_group_and_tvg_id() {
    let store = with_streams([
        NewStream {
            logo_url: Some("http://logo/1.png".into()),
            tvg_id: Some("one.example".into()),
            stream_chno: Some(7.0),
            is_catchup: true,
            catchup_days: 3,
            ..stream("one")
        },
        NewStream { logo_url: Some("http://logo/1.png".into()), ..stream("two") },
        NewStream { logo_url: Some(String::new()), stream_chno: Some(7.0), ..stream("three") },
    ])
    .await;
    let profile = store.channel_profiles().create("All").await.unwrap();
    let wanted = [from_stream(1), from_stream(2), from_stream(99), from_stream(3)];
    let made = store.channels().create_from_streams(&wanted, 1.0).await.unwrap();
    let numbers: Vec<_> = made.iter().map(|c| (c.stream_id, c.channel_number)).collect();
    assert_eq!(numbers, [(1, 7.0), (2, 1.0), (3, 2.0)], "the second 7 gets the next free one");

    let one = store.channels().get_by_uuid(made[0].uuid).await.unwrap();
    assert_eq!((one.name.as_str(), one.tvg_id.as_deref()), ("Stream one", Some("one.example")));
    assert_eq!((one.is_catchup, one.catchup_days), (true, 3));
    let logos = store.logos().list().await.unwrap();
    assert_eq!(logos.len(), 1);
    assert_eq!((one.logo_id, logos[0].name.as_str()), (Some(logos[0].id), "Stream one"));
    assert_eq!(store.channels().streams(one.id).await.unwrap()[0].id, 1);
    let ids: Vec<_> = made.iter().map(|c| c.id).collect();
    assert_eq!(store.channel_profiles().channel_ids(profile.id).await.unwrap(), ids);
}

#[tokio::test]
async fn many_channels_are_made_in_the_order_of_their_streams() {
    let store = with_streams((0..2_600).map(|n| stream(&format!("{n:04}")))).await;
    let wanted: Vec<_> = (1..=2_600).rev().map(from_stream).collect();
    let made = store.channels().create_from_streams(&wanted, 100.0).await.unwrap();
    let pairs: Vec<_> = made.iter().map(|c| (c.stream_id, c.channel_number)).collect();
    let expected: Vec<_> = (1..=2_600).rev().zip((100..).map(f64::from)).collect();
    assert_eq!(pairs, expected);
    let wrong = "SELECT COUNT(*) FROM dispatcharr_channels_channel c
        JOIN dispatcharr_channels_channelstream cs ON cs.channel_id = c.id
        JOIN dispatcharr_channels_stream s ON s.id = cs.stream_id WHERE s.name <> c.name";
    assert_eq!(store.number(wrong).await, 0);
}

#[tokio::test]
async fn a_channel_tries_its_streams_in_order() {
    let without_url = NewStream { url: None, ..stream("a") };
    let tagged = NewStream { tvg_id: Some("t".into()), ..stream("c") };
    let store = with_streams([without_url, stream("b"), tagged]).await;
    let new = NewChannel { stream_ids: vec![3, 1, 2], ..named("C") };
    let channels = store.channels();
    let channel = channels.create(&new).await.unwrap();
    assert_eq!((channel.channel_number, channel.tvg_id.as_deref()), (Some(1.0), Some("t")));
    assert_eq!(channels.first_stream(channel.uuid).await.unwrap().unwrap().id, 3);

    channels.set_streams(channel.id, &[1, 2, 2]).await.unwrap();
    let streams = channels.streams(channel.id).await.unwrap();
    assert_eq!(streams.iter().map(|s| s.id).collect::<Vec<_>>(), [1, 2]);
    assert_eq!(channels.stream_ids(&[channel.id]).await.unwrap()[&channel.id], [1, 2]);
    let first = channels.first_stream(channel.uuid).await.unwrap().unwrap();
    assert_eq!(first.id, 2, "a stream without an address cannot be played");

    store.execute("UPDATE m3u_m3uaccount SET is_active = FALSE WHERE name = 'A'").await;
    assert_eq!(channels.first_stream(channel.uuid).await.unwrap(), None);
    let nobody = channels.first_stream(Uuid::new_v4()).await;
    assert!(matches!(nobody, Err(Error::NotFound { what: "channel", .. })));
}

#[tokio::test]
async fn uuids_are_stored_as_django_stores_them() {
    let store = store().await;
    let channel = store.channels().create(&named("C")).await.unwrap();
    let text = "SELECT LENGTH(uuid) FROM dispatcharr_channels_channel";
    assert_eq!(store.number(text).await, 32);
    store
        .execute(
            "UPDATE dispatcharr_channels_channel SET uuid = '0123456789abcdef0123456789abcdef'",
        )
        .await;
    let channel = store.channels().get(channel.id).await.unwrap();
    assert_eq!(channel.uuid.to_string(), "01234567-89ab-cdef-0123-456789abcdef");
    assert!(store.channels().get_by_uuid(channel.uuid).await.is_ok());
}

#[tokio::test]
async fn numbers_in_use_are_passed_over() {
    let store = store().await;
    let channels = store.channels();
    for number in [1.0, 2.0, 4.5] {
        let new = NewChannel { channel_number: Some(number), ..named("C") };
        channels.create(&new).await.unwrap();
    }
    assert_eq!(channels.next_number(1.0).await.unwrap(), 3.0);
    assert_eq!(channels.next_number(4.2).await.unwrap(), 5.0);
    assert_eq!(channels.create(&named("D")).await.unwrap().channel_number, Some(3.0));
}

#[tokio::test]
async fn channels_are_found_by_name_number_group_and_profile() {
    let store = store().await;
    let channels = store.channels();
    let group = store.channel_groups().get_or_create(&["News".into()]).await.unwrap()["News"];
    let profile = store.channel_profiles().create("Kids").await.unwrap();
    channels.create(&NewChannel { channel_number: Some(20.0), ..named("Zwanzig") }).await.unwrap();
    let grouped = NewChannel { channel_group_id: Some(group), ..named("One") };
    channels.create(&NewChannel { channel_number: Some(3.5), ..grouped }).await.unwrap();
    store
        .execute("UPDATE dispatcharr_channels_channel SET channel_number = NULL WHERE id = 1")
        .await;

    let ids = async |filter: ChannelFilter| -> Vec<i64> {
        channels.list(&filter).await.unwrap().iter().map(|c| c.id).collect()
    };
    let all = ChannelFilter::default;
    assert_eq!(ids(all()).await, [2, 1], "those without a number come last");
    assert_eq!(ids(ChannelFilter { search: Some("zwan".into()), ..all() }).await, [1]);
    assert_eq!(ids(ChannelFilter { search: Some("news".into()), ..all() }).await, [2]);
    assert_eq!(ids(ChannelFilter { search: Some("3.5".into()), ..all() }).await, [2]);
    assert_eq!(ids(ChannelFilter { channel_group_id: Some(group), ..all() }).await, [2]);
    assert_eq!(ids(ChannelFilter { group_name: Some("News".into()), ..all() }).await, [2]);
    assert_eq!(ids(ChannelFilter { has_epg: Some(true), ..all() }).await, Vec::<i64>::new());
    assert_eq!(ids(ChannelFilter { ids: Some(vec![1]), ..all() }).await, [1]);
    let in_profile = || ChannelFilter { channel_profile_id: Some(profile.id), ..all() };
    assert_eq!(ids(in_profile()).await, [2, 1]);
    store.channel_profiles().set_enabled(profile.id, &[2], false).await.unwrap();
    assert_eq!(ids(in_profile()).await, [1]);
    let page = channels.page(&all(), Paging { page: 2, size: 1 }).await.unwrap();
    assert_eq!((page.total, page.rows[0].id), (2, 1));
}

#[tokio::test]
async fn a_channel_is_changed_and_removed_with_what_is_its_alone() {
    let store = with_streams([stream("a")]).await;
    let channels = store.channels();
    let profile = store.channel_profiles().create("Kids").await.unwrap();
    let new = NewChannel { stream_ids: vec![1], ..named("C") };
    let channel = channels.create(&new).await.unwrap();
    let change = ChannelChange { channel_number: Some(None), ..Default::default() };
    let changed = channels.update(channel.id, change).await.unwrap();
    assert_eq!((changed.channel_number, changed.name.as_str()), (None, "C"));
    assert!(changed.updated_at >= channel.updated_at);
    store
        .execute(
            "INSERT INTO dispatcharr_channels_channeloverride (channel_id, created_at, updated_at)
             VALUES (1, '2026-01-01 00:00:00', '2026-01-01 00:00:00');
             INSERT INTO dispatcharr_channels_recording (channel_id, start_time, end_time, task_id)
             VALUES (1, '2026-01-01 00:00:00', '2026-01-01 01:00:00', 'm3u_account-refresh-1');
             UPDATE m3u_m3uaccount SET refresh_task_id = NULL;",
        )
        .await;
    assert_eq!(channels.delete(&[channel.id, 99]).await.unwrap(), 1);
    let left = "SELECT COUNT(*) FROM django_celery_beat_periodictask WHERE name LIKE '%-1'";
    assert_eq!(store.number(left).await, 0, "what would have started the recording is gone");
    assert!(store.channel_profiles().channel_ids(profile.id).await.unwrap().is_empty());
    assert_eq!(store.streams().count(&Default::default()).await.unwrap(), 1);
    store.assert_nothing_dangles().await;
}

#[tokio::test]
async fn the_outside_sees_what_the_user_overrode_and_not_what_is_hidden() {
    let store = store().await;
    let channels = store.channels();
    let groups = ["News".to_owned(), "Mine".to_owned()];
    let groups = store.channel_groups().get_or_create(&groups).await.unwrap();
    let logos = [("http://logo/1".to_owned(), "L".to_owned())];
    let logo = store.logos().get_or_create(&logos).await.unwrap()["http://logo/1"];
    let new = NewChannel {
        channel_number: Some(5.0),
        channel_group_id: Some(groups["News"]),
        logo_id: Some(logo),
        tvg_id: Some("one".into()),
        ..named("One")
    };
    channels.create(&new).await.unwrap();
    let hidden = NewChannel { hidden_from_output: true, ..named("Hidden") };
    channels.create(&hidden).await.unwrap();
    let grown_up = NewChannel { user_level: 10, channel_number: Some(4.0), ..named("Late") };
    channels.create(&grown_up).await.unwrap();
    store
        .execute(
            "INSERT INTO dispatcharr_channels_channeloverride
                (channel_id, name, channel_number, channel_group_id, created_at, updated_at)
             SELECT 1, 'Eins', 3, id, '2026-01-01 00:00:00', '2026-01-01 00:00:00'
             FROM dispatcharr_channels_channelgroup WHERE name = 'Mine'",
        )
        .await;
    let rows = channels.export(&ExportFilter::default()).await.unwrap();
    assert_eq!(rows.iter().map(|r| r.name.as_str()).collect::<Vec<_>>(), ["Eins", "Late"]);
    assert_eq!(rows[0].channel_number, Some(3.0));
    assert_eq!(rows[0].group_name.as_deref(), Some("Mine"));
    assert_eq!(rows[0].tvg_id.as_deref(), Some("one"));
    assert_eq!(rows[0].logo_url.as_deref(), Some("http://logo/1"));

    let profile = store.channel_profiles().create("Kids").await.unwrap();
    store.channel_profiles().set_enabled(profile.id, &[1], false).await.unwrap();
    let kids = ExportFilter { channel_profile_ids: Some(vec![profile.id]), ..Default::default() };
    assert_eq!(channels.export(&kids).await.unwrap()[0].name, "Late");
    let viewer = ExportFilter { user_level: Some(0), ..Default::default() };
    assert_eq!(channels.export(&viewer).await.unwrap()[0].name, "Eins");
}

#[tokio::test]
async fn a_new_profile_shows_every_channel_and_goes_without_them() {
    let store = store().await;
    let channel = store.channels().create(&named("C")).await.unwrap();
    let profiles = store.channel_profiles();
    let profile = profiles.create("Kids").await.unwrap();
    assert_eq!(profiles.channel_ids(profile.id).await.unwrap(), [channel.id]);
    assert_eq!(profiles.find("Kids").await.unwrap(), Some(profile.clone()));
    assert!(matches!(profiles.create("Kids").await, Err(Error::Conflict { .. })));
    profiles.delete(profile.id).await.unwrap();
    assert!(profiles.list().await.unwrap().is_empty());
    assert!(store.channels().get(channel.id).await.is_ok());
    store.assert_nothing_dangles().await;
}
