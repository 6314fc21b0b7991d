use pluggarr_store::Timestamp;
use pluggarr_store::jobs::JobState;
use pluggarr_store::plugin_settings_versions::NewVersion;
use serde_json::json;

use crate::store;

#[tokio::test]
async fn a_secret_is_made_once() {
    let store = store().await;
    let secrets = store.secrets();
    assert_eq!(secrets.get("jwt").await.unwrap(), None);
    assert_eq!(secrets.get_or_create("jwt", b"one").await.unwrap(), b"one");
    assert_eq!(secrets.get_or_create("jwt", b"two").await.unwrap(), b"one");
    secrets.delete("jwt").await.unwrap();
    assert_eq!(secrets.get_or_create("jwt", b"two").await.unwrap(), b"two");
}

#[tokio::test]
async fn a_job_from_its_beginning_to_its_end() {
    let store = store().await;
    let jobs = store.jobs();
    let job = jobs.create("m3u_refresh", Some(3)).await.unwrap();
    assert_eq!(jobs.active("m3u_refresh", Some(3)).await.unwrap().unwrap().id, job.id);
    assert_eq!(jobs.active("m3u_refresh", None).await.unwrap(), None);
    assert!(jobs.start(job.id).await.unwrap());
    assert!(!jobs.start(job.id).await.unwrap(), "a job begins once");
    jobs.set_progress(job.id, 40, "parsing").await.unwrap();
    assert_eq!(jobs.get(job.id).await.unwrap().progress, 40);
    let summary = json!({"created": 5});
    jobs.finish(job.id, JobState::Succeeded, "done", Some(&summary)).await.unwrap();
    jobs.finish(job.id, JobState::Cancelled, "too late", None).await.unwrap();
    let job = jobs.get(job.id).await.unwrap();
    assert_eq!((job.state.as_str(), job.progress), ("succeeded", 100));
    assert_eq!(job.summary, Some(summary));
    assert_eq!(jobs.active("m3u_refresh", Some(3)).await.unwrap(), None);
}

#[tokio::test]
async fn jobs_do_not_outlive_the_program() {
    let store = store().await;
    let jobs = store.jobs();
    let (a, b) = (jobs.create("x", None).await.unwrap(), jobs.create("y", None).await.unwrap());
    jobs.start(a.id).await.unwrap();
    assert_eq!(jobs.fail_interrupted("the program ended").await.unwrap(), 2);
    let states = [jobs.get(a.id).await.unwrap().state, jobs.get(b.id).await.unwrap().state];
    assert_eq!(states, ["failed", "failed"]);
}

#[tokio::test]
async fn only_the_newest_finished_jobs_are_kept() {
    let store = store().await;
    let jobs = store.jobs();
    let waiting = jobs.create("waits", None).await.unwrap();
    for _ in 0..5 {
        let job = jobs.create("x", None).await.unwrap();
        jobs.finish(job.id, JobState::Failed, "", None).await.unwrap();
    }
    assert_eq!(jobs.prune(2).await.unwrap(), 3);
    let ids: Vec<_> = jobs.list(10).await.unwrap().into_iter().map(|job| job.id).collect();
    assert_eq!(ids, [6, 5, waiting.id]);
}

#[tokio::test]
async fn when_something_last_began_is_remembered() {
    let store = store().await;
    let states = store.schedule_states();
    let now = Timestamp::now();
    states.set_started("m3u:1", Timestamp::from_unix(0)).await.unwrap();
    states.set_started("m3u:1", now).await.unwrap();
    assert_eq!(states.list().await.unwrap()["m3u:1"], now);
    states.delete("m3u:1").await.unwrap();
    assert!(states.list().await.unwrap().is_empty());
}

#[tokio::test]
async fn the_newest_versions_of_settings_are_kept_for_each_plugin() {
    let store = store().await;
    let versions = store.plugin_settings_versions();
    let version = |n: i64| NewVersion {
        settings: json!({"n": n}),
        reason: "saved",
        saved_by: (n > 1).then(|| "ann".to_owned()),
        saved_at: Timestamp::from_unix(n),
    };
    assert_eq!(versions.newest("p").await.unwrap(), None);
    versions.add("other", &[version(0)], 2).await.unwrap();
    versions.add("p", &[version(1), version(2)], 2).await.unwrap();
    versions.add("p", &[version(3)], 2).await.unwrap();
    let kept = versions.list("p").await.unwrap();
    let numbers: Vec<_> = kept.iter().map(|version| version.settings["n"].clone()).collect();
    assert_eq!(numbers, [json!(3), json!(2)]);
    assert_eq!(versions.newest("p").await.unwrap().as_ref(), kept.first());
    assert_eq!(kept[0].saved_by.as_deref(), Some("ann"));
    assert_eq!(versions.get("p", kept[1].id).await.unwrap(), kept[1]);
    assert!(versions.get("other", kept[1].id).await.is_err(), "it is another plugin's");
    versions.forget("p").await.unwrap();
    assert_eq!(versions.list("p").await.unwrap(), []);
    assert_eq!(versions.list("other").await.unwrap().len(), 1);
}
