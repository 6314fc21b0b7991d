//! `/api/accounts/api-keys/…`.

use insta::assert_snapshot;
use serde_json::json;

use crate::support::TestApp;

const OWN: &str = "/api/accounts/api-keys/";
const GENERATE: &str = "/api/accounts/api-keys/generate/";
const REVOKE: &str = "/api/accounts/api-keys/revoke/";
const ME: &str = "/api/accounts/users/me/";

#[tokio::test]
async fn a_key_is_made_shown_replaced_and_revoked() {
    let app = TestApp::new().await;
    assert_snapshot!(app.admin.get(OWN).await, @r#"200 {"key":null}"#);
    let mut keys = Vec::new();
    for _ in 0..2 {
        let made = app.admin.post(GENERATE, json!({})).await;
        assert_eq!(
            (made.status.as_u16(), &made.json()["user"]["username"]),
            (201, &json!("admin"))
        );
        keys.push(made.json()["key"].as_str().unwrap().to_owned());
    }
    assert_eq!(app.admin.get(OWN).await.ok()["key"], keys[1]);
    let with = |key: &str| app.nobody.with_header("X-API-Key", key);
    assert_eq!(with(&keys[1]).get(ME).await.ok()["username"], "admin");
    assert_eq!(with(&keys[0]).get(ME).await.status.as_u16(), 401, "the one before");
    app.admin.post(REVOKE, json!({})).await.ok();
    assert_eq!(with(&keys[1]).get(ME).await.status.as_u16(), 401);
    assert_snapshot!(app.admin.get(OWN).await, @r#"200 {"key":null}"#);
}

#[tokio::test]
async fn keys_of_others_are_an_admins_business() {
    let app = TestApp::new().await;
    let standard = app.standard_user().await;
    let id = standard.get(ME).await.ok()["id"].clone();
    let admin_id = app.admin.get(ME).await.ok()["id"].clone();
    assert_eq!(standard.post(GENERATE, json!({"user_id": admin_id})).await.status.as_u16(), 403);
    assert_eq!(standard.post(REVOKE, json!({"user_id": admin_id})).await.status.as_u16(), 403);
    let made = app.admin.post(GENERATE, json!({"user_id": id})).await.json();
    let key = made["key"].as_str().unwrap();
    let client = app.nobody.with_header("Authorization", &format!("ApiKey {key}"));
    assert_eq!(client.get(ME).await.ok()["username"], "standard");
    assert_eq!(client.post("/api/plugins/plugins/reload/", json!({})).await.status.as_u16(), 403);
    let nobody = app.admin.post(GENERATE, json!({"user_id": 4711})).await;
    assert_eq!(nobody.status.as_u16(), 404, "{nobody}");
}

#[tokio::test]
async fn a_key_ends_with_its_user() {
    let app = TestApp::new().await;
    let standard = app.standard_user().await;
    let key = standard.post(GENERATE, json!({})).await.json()["key"].clone();
    let client = app.nobody.with_header("X-API-Key", key.as_str().unwrap());
    client.get(ME).await.ok();
    app.app.users().delete("standard").await.unwrap();
    assert_eq!(client.get(ME).await.status.as_u16(), 401);
    // Whoever comes next must not inherit it.
    app.add_user("next", 10).await;
    assert_eq!(client.get(ME).await.status.as_u16(), 401);
}

/// The incumbent keeps keys in a table that every plugin reads.
#[tokio::test]
async fn no_plugin_can_read_a_key() {
    let app = TestApp::new().await;
    let key = app.admin.post(GENERATE, json!({})).await.json()["key"].as_str().unwrap().to_owned();
    for folder in ["db", "files"] {
        for entry in std::fs::read_dir(app.app.config().data_dir.join(folder)).unwrap() {
            let path = entry.unwrap().path();
            let bytes = std::fs::read(&path).unwrap_or_default();
            let found = bytes.windows(key.len()).any(|window| window == key.as_bytes());
            assert!(!found, "{}", path.display());
        }
    }
}
