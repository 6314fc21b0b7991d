use pluggarr_store::channels::NewChannel;
use pluggarr_store::epg_data::NewEpgData;
use pluggarr_store::epg_sources::{EpgSourceChange, EpgSourceType, EpgStatus, NewEpgSource};
use pluggarr_store::programmes::{NewProgramme, ProgrammeFilter, Replaced};
use pluggarr_store::{Error, Timestamp};
use serde_json::json;

use crate::{TestStore, store};

fn guide_channel(tvg_id: &str) -> NewEpgData {
    NewEpgData { tvg_id: tvg_id.into(), name: format!("Channel {tvg_id}"), icon_url: None }
}

fn programme(epg_id: i64, from: i64, until: i64) -> NewProgramme {
    NewProgramme {
        epg_id,
        start_time: Timestamp::from_unix(from),
        end_time: Timestamp::from_unix(until),
        title: format!("{from} to {until}"),
        sub_title: None,
        description: Some("About".into()),
        tvg_id: None,
        program_id: None,
        custom_properties: Some(json!({"new": true})),
    }
}

async fn source(store: &TestStore, name: &str, priority: i64) -> i64 {
    let new = NewEpgSource { priority, ..NewEpgSource::named(name) };
    store.epg_sources().create(&new).await.unwrap().id
}

/// A source with the guide channels `a` (id 1) and `b` (id 2).
async fn with_guide() -> TestStore {
    let store = store().await;
    let id = source(&store, "Guide", 0).await;
    store.epg_data().upsert(id, &["a", "b"].map(guide_channel)).await.unwrap();
    store
}

#[tokio::test]
async fn a_new_source_has_a_schedule_that_follows_it() {
    let store = store().await;
    let sources = store.epg_sources();
    let new = NewEpgSource { refresh_interval: 24, ..NewEpgSource::named("Guide") };
    let made = sources.create(&new).await.unwrap();
    let tasks = store.periodic_tasks().list_enabled().await.unwrap();
    let task = tasks.iter().find(|t| Some(t.id) == made.refresh_task_id).unwrap();
    assert_eq!(task.name, "epg_source-refresh-1");
    assert_eq!(task.task, "apps.epg.tasks.refresh_epg_data");
    assert_eq!(task.kwargs, r#"{"source_id":1}"#);
    let now = Timestamp::now();
    store.periodic_tasks().set_started(task.id, now).await.unwrap();
    let tasks = store.periodic_tasks().list_enabled().await.unwrap();
    let task = tasks.iter().find(|t| Some(t.id) == made.refresh_task_id).unwrap();
    assert_eq!((task.last_run_at, task.total_run_count), (Some(now), 1));

    let change = EpgSourceChange { is_active: Some(false), ..Default::default() };
    assert_eq!(sources.update(made.id, change).await.unwrap().status, "disabled");
    let tasks = store.periodic_tasks().list_enabled().await.unwrap();
    assert!(tasks.iter().all(|task| task.name != "epg_source-refresh-1"));
}

#[tokio::test]
async fn a_dummy_source_has_a_guide_channel_and_no_schedule() {
    let store = store().await;
    let new =
        NewEpgSource { source_type: EpgSourceType::Dummy, ..NewEpgSource::named("My Own: Guide!") };
    let made = store.epg_sources().create(&new).await.unwrap();
    assert_eq!((made.kind(), made.refresh_task_id), (EpgSourceType::Dummy, None));
    let rows = store.epg_data().list(Some(made.id)).await.unwrap();
    assert_eq!(rows[0].tvg_id.as_deref(), Some("dummy_my-own-guide"));
}

#[tokio::test]
async fn a_refresh_is_noted() {
    let store = with_guide().await;
    let sources = store.epg_sources();
    sources.set_status(1, EpgStatus::Fetching, "").await.unwrap();
    assert_eq!(sources.reset_interrupted("the program ended").await.unwrap(), 1);
    assert_eq!(sources.get(1).await.unwrap().status, "error");
    let now = Timestamp::now();
    sources.set_refreshed(1, now, "fine").await.unwrap();
    let row = sources.find("Guide").await.unwrap().unwrap();
    assert_eq!((row.status.as_str(), row.updated_at), ("success", Some(now)));
}

#[tokio::test]
async fn guide_channels_are_made_and_renamed() {
    let store = store().await;
    let id = source(&store, "Guide", 0).await;
    let first = [guide_channel("a"), guide_channel("b"), guide_channel("a")];
    let stored = store.epg_data().upsert(id, &first).await.unwrap();
    assert_eq!((stored.created, stored.updated, stored.ids.len()), (2, 0, 2));

    let icon = NewEpgData { icon_url: Some("http://icon".into()), ..guide_channel("a") };
    let second = [icon, guide_channel("b"), guide_channel("c")];
    let stored = store.epg_data().upsert(id, &second).await.unwrap();
    assert_eq!((stored.created, stored.updated), (1, 1));
    let stored = store.epg_data().upsert(id, &[guide_channel("a")]).await.unwrap();
    assert_eq!((stored.created, stored.updated), (0, 0), "an icon that is not given is kept");
    let row = store.epg_data().get(stored.ids["a"]).await.unwrap();
    assert_eq!(row.icon_url.as_deref(), Some("http://icon"));
    assert_eq!(store.epg_data().count(id).await.unwrap(), 3);
}

#[tokio::test]
async fn channels_get_the_guide_channel_with_exactly_their_tvg_id() {
    let store = store().await;
    let (low, high) = (source(&store, "Low", 1).await, source(&store, "High", 5).await);
    let off = source(&store, "Off", 9).await;
    let change = EpgSourceChange { is_active: Some(false), ..Default::default() };
    store.epg_sources().update(off, change).await.unwrap();
    let of_low = store.epg_data().upsert(low, &["a", "b"].map(guide_channel)).await.unwrap();
    let of_high = store.epg_data().upsert(high, &["a"].map(guide_channel)).await.unwrap();
    store.epg_data().upsert(off, &["a", "b"].map(guide_channel)).await.unwrap();
    for tvg_id in [Some("a"), Some("b"), Some("A"), Some(""), None] {
        let new =
            NewChannel { name: "C".into(), tvg_id: tvg_id.map(Into::into), ..Default::default() };
        store.channels().create(&new).await.unwrap();
    }
    assert_eq!(store.epg_data().map_channels(Some(&[2])).await.unwrap(), [(2, of_low.ids["b"])]);
    assert_eq!(store.epg_data().map_channels(None).await.unwrap(), [(1, of_high.ids["a"])]);
    assert!(store.epg_data().map_channels(None).await.unwrap().is_empty());
    let mapped = store.epg_data().mapped(low).await.unwrap();
    assert_eq!(mapped.iter().map(|row| row.id).collect::<Vec<_>>(), [of_low.ids["b"]]);
}

#[tokio::test]
async fn programmes_take_the_place_of_the_old_ones() {
    let store = with_guide().await;
    let programmes = store.programmes();
    let mut first = programmes.replace(vec![1, 2]).await.unwrap();
    first.push(&[programme(1, 0, 100), programme(2, 0, 50)]).await.unwrap();
    first.push(&[programme(1, 100, 200)]).await.unwrap();
    assert_eq!(programmes.count(&ProgrammeFilter::default()).await.unwrap(), 0, "not yet");
    assert_eq!(first.finish().await.unwrap(), Replaced { deleted: 0, inserted: 3 });

    let mut second = programmes.replace(vec![1]).await.unwrap();
    second.push(&[programme(1, 0, 300), programme(2, 0, 1), programme(77, 0, 1)]).await.unwrap();
    assert_eq!(second.finish().await.unwrap(), Replaced { deleted: 2, inserted: 1 });
    let rows = programmes.list(&ProgrammeFilter::default()).await.unwrap();
    let rows: Vec<_> = rows.iter().map(|row| (row.epg_id, row.title.as_str())).collect();
    assert_eq!(rows, [(1, "0 to 300"), (2, "0 to 50")]);
}

#[tokio::test]
async fn a_guide_that_breaks_off_leaves_the_old_programmes() {
    let store = with_guide().await;
    let mut first = store.programmes().replace(vec![1]).await.unwrap();
    first.push(&[programme(1, 0, 100)]).await.unwrap();
    first.finish().await.unwrap();
    let mut broken = store.programmes().replace(vec![1]).await.unwrap();
    broken.push(&[programme(1, 500, 600)]).await.unwrap();
    drop(broken);
    let rows = store.programmes().list(&ProgrammeFilter::default()).await.unwrap();
    assert_eq!(rows.iter().map(|r| r.title.as_str()).collect::<Vec<_>>(), ["0 to 100"]);
}

#[tokio::test]
async fn a_guide_channel_that_was_deleted_in_the_meantime_is_passed_over() {
    let store = with_guide().await;
    let mut replacement = store.programmes().replace(vec![1, 2]).await.unwrap();
    replacement.push(&[programme(1, 0, 1), programme(2, 0, 1)]).await.unwrap();
    store.execute("DELETE FROM epg_epgdata WHERE id = 2").await;
    assert_eq!(replacement.finish().await.unwrap().inserted, 1);
    store.assert_nothing_dangles().await;
}

#[tokio::test]
async fn a_large_guide_is_swapped_in_parts() {
    let store = with_guide().await;
    let mut replacement = store.programmes().replace(vec![1, 2]).await.unwrap();
    for epg_id in [1, 2] {
        let rows: Vec<_> = (0..120_000).map(|n| programme(epg_id, n, n + 1)).collect();
        replacement.push(&rows).await.unwrap();
    }
    assert_eq!(replacement.finish().await.unwrap().inserted, 240_000);
    for epg_id in [1, 2] {
        let of = ProgrammeFilter { epg_ids: Some(vec![epg_id]), ..Default::default() };
        assert_eq!(store.programmes().count(&of).await.unwrap(), 120_000);
    }
}

#[tokio::test]
async fn programmes_are_found_by_time_channel_and_source() {
    let store = with_guide().await;
    let programmes = store.programmes();
    let mut replacement = programmes.replace(vec![1, 2]).await.unwrap();
    let rows = [programme(1, 100, 200), programme(1, 0, 100), programme(2, 50, 150)];
    replacement.push(&rows).await.unwrap();
    replacement.finish().await.unwrap();

    let titles = async |filter: ProgrammeFilter| -> Vec<String> {
        programmes.list(&filter).await.unwrap().into_iter().map(|row| row.title).collect()
    };
    let at = |seconds| Some(Timestamp::from_unix(seconds));
    let window =
        ProgrammeFilter { ends_after: at(100), starts_before: at(160), ..Default::default() };
    assert_eq!(titles(window).await, ["100 to 200", "50 to 150"]);
    let of_one = ProgrammeFilter { epg_ids: Some(vec![1]), ..Default::default() };
    assert_eq!(titles(of_one).await, ["0 to 100", "100 to 200"]);
    let of_none = ProgrammeFilter { epg_source_id: Some(9), ..Default::default() };
    assert!(titles(of_none).await.is_empty());

    let now = programmes.current(Timestamp::from_unix(100), None).await.unwrap();
    assert_eq!(
        now.iter().map(|r| r.title.as_str()).collect::<Vec<_>>(),
        ["100 to 200", "50 to 150"]
    );
    let now = programmes.current(Timestamp::from_unix(100), Some(vec![2])).await.unwrap();
    assert_eq!(now[0].custom_properties, Some(json!({"new": true})));

    assert_eq!(programmes.delete_ended_before(Timestamp::from_unix(150)).await.unwrap(), 1);
    assert_eq!(programmes.delete(&[2]).await.unwrap(), 1);
}

#[tokio::test]
async fn a_source_takes_its_guide_with_it_and_leaves_the_channels() {
    let store = with_guide().await;
    let mut replacement = store.programmes().replace(vec![1]).await.unwrap();
    replacement.push(&[programme(1, 0, 1)]).await.unwrap();
    replacement.finish().await.unwrap();
    let new = NewChannel { name: "C".into(), epg_data_id: Some(1), ..Default::default() };
    let channel = store.channels().create(&new).await.unwrap();
    store.epg_sources().delete(1).await.unwrap();
    assert_eq!(store.channels().get(channel.id).await.unwrap().epg_data_id, None);
    assert_eq!(store.programmes().count(&ProgrammeFilter::default()).await.unwrap(), 0);
    assert!(matches!(store.epg_sources().delete(1).await, Err(Error::NotFound { .. })));
    store.assert_nothing_dangles().await;
}

#[tokio::test]
async fn a_date_that_is_none_is_said_to_be_so() {
    let store = with_guide().await;
    store.execute("UPDATE epg_epgsource SET created_at = 'yesterday'").await;
    let error = store.epg_sources().list().await.unwrap_err();
    assert_eq!(
        error.to_string(),
        "column created_at holds a value that cannot be read: `yesterday` is not a date and time"
    );
}
