use pluggarr_store::m3u_accounts::NewM3uAccount;
use pluggarr_store::streams::{NewStream, StreamFilter, StreamOrder, Upserted};
use pluggarr_store::{Paging, Timestamp};
use serde_json::json;

use crate::{TestStore, store};

pub fn stream(hash: &str) -> NewStream {
    NewStream {
        stream_hash: hash.into(),
        name: format!("Stream {hash}"),
        url: Some(format!("http://provider.example/{hash}.ts")),
        custom_properties: json!({"tvg-name": hash}),
        ..Default::default()
    }
}

pub async fn account(store: &TestStore, name: &str) -> i64 {
    store.m3u_accounts().create(&NewM3uAccount::named(name)).await.unwrap().id
}

fn at(seconds: i64) -> Timestamp {
    Timestamp::from_unix(seconds)
}

#[tokio::test]
async fn a_second_refresh_finds_what_is_new_changed_and_the_same() {
    let store = store().await;
    let id = account(&store, "A").await;
    let streams = store.streams();
    let first = streams.upsert(id, at(1000), ["a", "b", "c"].map(stream)).await.unwrap();
    assert_eq!(first, Upserted { created: 3, ..Default::default() });

    let renamed = NewStream { name: "Other".into(), ..stream("b") };
    let second = streams.upsert(id, at(2000), [stream("a"), renamed, stream("d")]).await.unwrap();
    assert_eq!(second, Upserted { created: 1, updated: 1, unchanged: 1, ..Default::default() });

    let page = streams.page(&StreamFilter::default(), StreamOrder::Id, Paging::ALL).await.unwrap();
    let rows: Vec<_> = page
        .rows
        .iter()
        .map(|s| (s.name.as_str(), s.last_seen == at(2000), s.updated_at == at(2000)))
        .collect();
    assert_eq!(
        rows,
        [
            ("Stream a", true, false),
            ("Other", true, true),
            ("Stream c", false, false),
            ("Stream d", true, true)
        ]
    );
}

#[tokio::test]
async fn of_a_hash_that_comes_again_the_last_counts() {
    let store = store().await;
    let id = account(&store, "A").await;
    let again = NewStream { name: "Again".into(), ..stream("a") };
    let streams = store.streams();
    let one = streams.upsert_chunk(id, at(1000), vec![stream("a"), stream("b")]).await.unwrap();
    let two = streams.upsert_chunk(id, at(1000), vec![again.clone(), again]).await.unwrap();
    assert_eq!(one, Upserted { created: 2, ..Default::default() });
    assert_eq!(two, Upserted { repeated: 2, ..Default::default() });
    assert_eq!(streams.get(1).await.unwrap().name, "Again");
    assert_eq!(streams.count(&StreamFilter::default()).await.unwrap(), 2);
}

#[tokio::test]
async fn a_hash_stays_with_the_account_that_had_it_first() {
    let store = store().await;
    let (a, b) = (account(&store, "A").await, account(&store, "B").await);
    store.streams().upsert(a, at(1000), [stream("x")]).await.unwrap();
    let counts = store.streams().upsert(b, at(2000), [stream("x"), stream("y")]).await.unwrap();
    assert_eq!(counts, Upserted { created: 1, elsewhere: 1, ..Default::default() });
    assert_eq!(store.streams().get(1).await.unwrap().m3u_account_id, Some(a));
    let mut counts = store.m3u_accounts().stream_counts().await.unwrap();
    counts.sort_unstable();
    assert_eq!(counts, [(a, 1), (b, 1)]);
}

#[tokio::test]
async fn what_users_and_plugins_set_survives_a_refresh() {
    let store = store().await;
    let id = account(&store, "A").await;
    store.streams().upsert(id, at(1000), [stream("a")]).await.unwrap();
    store
        .execute(
            r#"UPDATE dispatcharr_channels_stream
               SET stream_profile_id = 3, stream_stats = '{"width": 1920}'"#,
        )
        .await;
    let renamed = NewStream { name: "Other".into(), ..stream("a") };
    store.streams().upsert(id, at(2000), [renamed]).await.unwrap();
    let row = store.streams().get(1).await.unwrap();
    assert_eq!((row.name.as_str(), row.stream_profile_id), ("Other", Some(3)));
    assert_eq!(row.stream_stats, Some(json!({"width": 1920})));
}

#[tokio::test]
async fn a_stream_that_is_gone_is_marked_then_deleted_and_may_come_back() {
    let store = store().await;
    let id = account(&store, "A").await;
    let streams = store.streams();
    streams.upsert(id, at(1000), ["a", "b"].map(stream)).await.unwrap();
    store.channels().create_from_streams(&[crate::channels::from_stream(1)], 1.0).await.unwrap();
    streams.upsert(id, at(2000), [stream("b")]).await.unwrap();
    assert_eq!(streams.mark_stale(id, at(2000)).await.unwrap(), 1);
    assert_eq!(streams.mark_stale(id, at(2000)).await.unwrap(), 0);
    assert_eq!(streams.delete_stale(id, at(1000)).await.unwrap(), 0, "not old enough");

    let counts = streams.upsert(id, at(3000), ["a", "b"].map(stream)).await.unwrap();
    assert_eq!(counts, Upserted { updated: 1, unchanged: 1, ..Default::default() });
    assert!(!streams.get(1).await.unwrap().is_stale);

    streams.upsert(id, at(4000), [stream("b")]).await.unwrap();
    streams.mark_stale(id, at(4000)).await.unwrap();
    assert_eq!(streams.delete_stale(id, at(3001)).await.unwrap(), 1);
    assert!(store.channels().streams(1).await.unwrap().is_empty());
    store.assert_nothing_dangles().await;
}

#[tokio::test]
async fn streams_are_found_by_name_group_account_and_channel() {
    let store = store().await;
    let (a, b) = (account(&store, "A").await, account(&store, "B").await);
    let groups = ["News".to_owned(), "50% off_".to_owned()];
    let groups = store.channel_groups().get_or_create(&groups).await.unwrap();
    let in_group = |hash: &str, group: &str| NewStream {
        channel_group_id: Some(groups[group]),
        ..stream(hash)
    };
    let of_a = [in_group("one", "News"), in_group("two", "50% off_"), stream("three")];
    store.streams().upsert(a, at(1), of_a).await.unwrap();
    store.streams().upsert(b, at(1), [stream("four")]).await.unwrap();
    store.channels().create_from_streams(&[crate::channels::from_stream(3)], 1.0).await.unwrap();

    let ids =
        async |filter: StreamFilter| store.streams().ids(&filter, StreamOrder::Id).await.unwrap();
    let all = StreamFilter::default;
    assert_eq!(ids(all()).await, [1, 2, 3, 4]);
    assert_eq!(ids(StreamFilter { m3u_account_id: Some(b), ..all() }).await, [4]);
    assert_eq!(ids(StreamFilter { group_name: Some("News".into()), ..all() }).await, [1]);
    let news = StreamFilter { channel_group_id: Some(groups["News"]), ..all() };
    assert_eq!(ids(news).await, [1]);
    assert_eq!(ids(StreamFilter { name: Some("STREAM t".into()), ..all() }).await, [2, 3]);
    assert_eq!(ids(StreamFilter { search: Some("news".into()), ..all() }).await, [1]);
    assert_eq!(ids(StreamFilter { search: Some("0% o".into()), ..all() }).await, [2]);
    assert_eq!(ids(StreamFilter { search: Some("%".into()), ..all() }).await, [2]);
    assert_eq!(ids(StreamFilter { search: Some("_".into()), ..all() }).await, [2]);
    assert_eq!(ids(StreamFilter { search: Some("\\".into()), ..all() }).await, Vec::<i64>::new());
    assert_eq!(ids(StreamFilter { in_channel: Some(true), ..all() }).await, [3]);
    assert_eq!(ids(StreamFilter { in_channel: Some(false), ..all() }).await, [1, 2, 4]);
    assert_eq!(ids(StreamFilter { ids: Some(vec![4, 1]), ..all() }).await, [1, 4]);

    let paging = Paging { page: 2, size: 3 };
    let page = store.streams().page(&all(), StreamOrder::NameDescending, paging).await.unwrap();
    assert_eq!((page.total, page.rows.len(), page.rows[0].id), (4, 1, 4));

    let mut rows = store.channel_groups().list().await.unwrap();
    rows.retain(|group| group.name == "News");
    assert_eq!((rows[0].stream_count, rows[0].channel_count), (1, 0));
}

#[tokio::test]
async fn a_deleted_group_leaves_its_streams() {
    let store = store().await;
    let a = account(&store, "A").await;
    let group = store.channel_groups().get_or_create(&["G".into()]).await.unwrap()["G"];
    let new = NewStream { channel_group_id: Some(group), ..stream("a") };
    store.streams().upsert(a, at(1), [new]).await.unwrap();
    store.m3u_accounts().see_groups(a, &[group], at(1)).await.unwrap();
    assert_eq!(store.channel_groups().rename(group, "H").await.unwrap().name, "H");
    store.channel_groups().delete(group).await.unwrap();
    assert_eq!(store.streams().get(1).await.unwrap().channel_group_id, None);
    store.assert_nothing_dangles().await;
}
