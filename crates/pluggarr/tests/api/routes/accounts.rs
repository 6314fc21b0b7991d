//! `/api/accounts/…`: signing in, and what one may do then.

use axum::http::{Method, StatusCode};
use insta::assert_snapshot;
use jsonwebtoken::{Algorithm, DecodingKey, EncodingKey, Header, Validation};
use serde_json::{Value, json};

use crate::support::{PASSWORD, TestApp};

const TOKEN: &str = "/api/accounts/token/";
const FIRST: &str = "/api/accounts/initialize-superuser/";
const ME: &str = "/api/accounts/users/me/";

#[tokio::test]
async fn the_first_admin_is_made_once_and_from_this_network() {
    let app = TestApp::without_users(|_| {}).await;
    let admin = json!({"username": "anna", "password": "a b c", "email": "a@b.test"});
    assert_snapshot!(app.nobody.get(FIRST).await, @r#"200 {"superuser_exists":false,"client_ip":"127.0.0.1","setup_allowed":true}"#);
    let stranger = app.nobody.at([8, 8, 8, 8]).post(FIRST, admin.clone()).await;
    assert_eq!(stranger.status, StatusCode::FORBIDDEN, "{stranger}");
    let odd = app.nobody.post(FIRST, json!({"username": "a/b", "password": "x"})).await;
    assert_snapshot!(odd, @r#"400 {"detail":"a user name has 1 to 150 letters, digits or characters of `@.+-_`"}"#);

    assert_snapshot!(app.nobody.post(FIRST, admin.clone()).await, @r#"201 {"superuser_exists":true}"#);
    assert_snapshot!(app.nobody.get(FIRST).await, @r#"200 {"superuser_exists":true}"#);
    let second = app.nobody.post(FIRST, json!({"username": "eve", "password": "x"})).await;
    assert_snapshot!(second, @r#"403 {"detail":"there is an admin already"}"#);

    let tokens = app.nobody.post(TOKEN, admin).await.ok();
    let me = app.nobody.with_token(tokens["access"].as_str().unwrap()).get(ME).await;
    assert_snapshot!(me, @r#"200 {"id":1,"username":"anna","email":"a@b.test","user_level":10,"is_superuser":true,"is_staff":true,"is_active":true,"first_name":"","last_name":"","custom_properties":{},"channel_profiles":[],"stream_limit":0}"#);
}

#[tokio::test]
async fn guessing_passwords_is_slowed_down_for_the_guesser_alone() {
    let app = TestApp::new().await;
    let guesser = app.nobody.at([192, 168, 0, 66]);
    let wrong = json!({"username": "admin", "password": "wrong"});
    assert_snapshot!(guesser.post(TOKEN, wrong.clone()).await, @r#"401 {"detail":"No active account found with the given credentials"}"#);
    let unknown = json!({"username": "nobody", "password": "wrong"});
    assert_snapshot!(guesser.post(TOKEN, unknown).await, @r#"401 {"detail":"No active account found with the given credentials"}"#);
    for _ in 0..3 {
        assert_eq!(guesser.post(TOKEN, wrong.clone()).await.status, StatusCode::UNAUTHORIZED);
    }
    let right = json!({"username": "admin", "password": PASSWORD});
    let refused = guesser.post(TOKEN, right.clone()).await;
    assert_eq!(refused.status, StatusCode::TOO_MANY_REQUESTS, "{refused}");
    assert!(refused.text().contains("too many failed sign-ins"), "{refused}");
    assert_eq!(app.nobody.post(TOKEN, right).await.status, StatusCode::OK);
}

/// Checking a password takes long enough for a thousand more guesses to arrive.
#[tokio::test]
async fn many_guesses_at_once_are_no_way_around_the_limit() {
    let app = TestApp::new().await;
    let guess = || app.nobody.post(TOKEN, json!({"username": "admin", "password": "wrong"}));
    let answers = futures_util::future::join_all((0..20).map(|_| guess())).await;
    let tried = answers.iter().filter(|answer| answer.status == StatusCode::UNAUTHORIZED).count();
    assert_eq!(tried, 5);
    let refused =
        answers.iter().filter(|answer| answer.status == StatusCode::TOO_MANY_REQUESTS).count();
    assert_eq!(refused, 15);
}

#[tokio::test]
async fn right_passwords_do_not_count_as_guesses() {
    let app = TestApp::new().await;
    for _ in 0..10 {
        let right = json!({"username": "admin", "password": PASSWORD});
        app.nobody.post(TOKEN, right).await.ok();
    }
}

#[tokio::test]
async fn a_sign_in_without_its_fields_says_which_is_missing() {
    let app = TestApp::new().await;
    let response = app.nobody.post(TOKEN, json!({"username": "admin"})).await;
    assert_eq!(response.status, StatusCode::BAD_REQUEST);
    assert!(response.text().contains("missing field `password`"), "{response}");
    let response = app.nobody.send(Method::POST, TOKEN, "username=admin".into()).await;
    assert_eq!(response.status, StatusCode::BAD_REQUEST, "{response}");
}

#[tokio::test]
async fn a_refresh_token_buys_access_and_nothing_else() {
    let app = TestApp::new().await;
    let credentials = json!({"username": "admin", "password": PASSWORD});
    let tokens = app.nobody.post(TOKEN, credentials).await.ok();
    let refresh = |token: &Value| {
        let body = json!({ "refresh": token });
        app.nobody.post("/api/accounts/token/refresh/", body)
    };
    let bought = refresh(&tokens["refresh"]).await.ok();
    let renewed = app.nobody.with_token(bought["access"].as_str().unwrap());
    assert_eq!(renewed.get(ME).await.status, StatusCode::OK);
    assert_eq!(
        refresh(&tokens["access"]).await.to_string(),
        r#"401 {"detail":"Token is invalid"}"#
    );
    assert_snapshot!(refresh(&json!("garbage")).await, @r#"401 {"detail":"Token is invalid"}"#);
    let as_access = app.nobody.with_token(tokens["refresh"].as_str().unwrap());
    assert_eq!(as_access.get(ME).await.status, StatusCode::UNAUTHORIZED);
}

/// `token` with other claims, signed with this host's own key.
async fn forged(app: &TestApp, token: &str, claim: &str, value: Value) -> String {
    let key = app.store.secrets().get_or_create("token_signing_key", b"").await.unwrap();
    let mut validation = Validation::new(Algorithm::HS256);
    validation.validate_exp = false;
    let decoded =
        jsonwebtoken::decode::<Value>(token, &DecodingKey::from_secret(&key), &validation);
    let mut claims = decoded.unwrap().claims;
    claims[claim] = value;
    let header = Header::new(Algorithm::HS256);
    jsonwebtoken::encode(&header, &claims, &EncodingKey::from_secret(&key)).unwrap()
}

#[tokio::test]
async fn tokens_that_do_not_hold_are_a_401() {
    let app = TestApp::new().await;
    assert_snapshot!(app.nobody.get(ME).await, @r#"401 {"detail":"Authentication credentials were not provided."}"#);
    let garbage = app.nobody.with_token("garbage");
    assert_snapshot!(garbage.get(ME).await, @r#"401 {"detail":"Given token not valid for any token type"}"#);

    let token = app.admin.token();
    let same = forged(&app, token, "token_type", json!("access")).await;
    assert_eq!(app.nobody.with_token(&same).get(ME).await.status, StatusCode::OK);
    for (claim, value) in [
        ("exp", json!(1_700_000_000)),
        ("user_id", json!("99")),
        ("user_id", json!("x")),
        ("pwd", json!("of an older password")),
    ] {
        let token = forged(&app, token, claim, value).await;
        let response = app.nobody.with_token(&token).get(ME).await;
        assert_eq!(response.status, StatusCode::UNAUTHORIZED, "{claim}: {response}");
    }
}

#[tokio::test]
async fn a_changed_password_ends_older_tokens() {
    let app = TestApp::new().await;
    assert_eq!(app.admin.get(ME).await.status, StatusCode::OK);
    app.app.users().set_password("admin", "new".to_owned()).await.unwrap();
    assert_eq!(app.admin.get(ME).await.status, StatusCode::UNAUTHORIZED);
}

#[tokio::test]
async fn a_standard_user_looks_and_does_not_touch() {
    let app = TestApp::new().await;
    let standard = app.standard_user().await;
    for path in [
        "/api/plugins/plugins/",
        "/api/plugins/plugins/enabled/",
        "/api/m3u/accounts/",
        "/api/epg/sources/",
        "/api/epg/grid/",
        "/api/epg/epgdata/",
        "/api/channels/channels/",
        "/api/channels/groups/",
        "/api/channels/streams/",
        "/api/core/settings/",
    ] {
        let response = standard.get(path).await;
        assert_eq!(response.status, StatusCode::OK, "{path}: {response}");
        assert_eq!(app.nobody.get(path).await.status, StatusCode::UNAUTHORIZED, "{path}");
    }
    for path in [
        "/api/plugins/plugins/reload/",
        "/api/plugins/plugins/any/enabled/",
        "/api/plugins/plugins/any/settings/",
        "/api/plugins/plugins/any/run/",
        "/api/m3u/accounts/",
        "/api/m3u/refresh/",
        "/api/m3u/refresh/1/",
        "/api/m3u/accounts/1/create-channels/",
        "/api/epg/sources/",
        "/api/epg/import/",
        "/api/channels/channels/",
    ] {
        let response = standard.post(path, json!({"name": "x", "enabled": true})).await;
        assert_eq!(
            response.to_string(),
            r#"403 {"detail":"You do not have permission to perform this action."}"#,
            "{path}"
        );
        let response = app.nobody.post(path, json!({})).await;
        assert_eq!(response.status, StatusCode::UNAUTHORIZED, "{path}: {response}");
    }
    for path in ["/api/m3u/accounts/1/", "/api/epg/sources/1/", "/api/channels/channels/1/"] {
        assert_eq!(standard.delete(path).await.status, StatusCode::FORBIDDEN, "{path}");
        assert_eq!(standard.patch(path, json!({})).await.status, StatusCode::FORBIDDEN, "{path}");
    }
    assert_eq!(standard.get("/api/core/system/").await.status, StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn a_streamer_knows_who_they_are_and_sees_nothing_else() {
    let app = TestApp::new().await;
    app.add_user("streamer", 0).await;
    let streamer = app.signed_in("streamer").await;
    assert_eq!(streamer.get(ME).await.json()["user_level"], 0);
    for path in ["/api/plugins/plugins/", "/api/channels/channels/", "/api/m3u/accounts/"] {
        assert_eq!(streamer.get(path).await.status, StatusCode::FORBIDDEN, "{path}");
    }
}

#[tokio::test]
async fn a_providers_login_is_for_admins_only() {
    let app = TestApp::new().await;
    let playlist = app.write("list.m3u", "#EXTM3U\n#EXTINF:-1,A\nhttp://u:secret@h.invalid/1\n");
    let accounts = app.app.m3u_accounts();
    accounts.import(&playlist, "A").await.unwrap();
    let id = accounts.by_name("A").await.unwrap().id;
    let account = format!("/api/m3u/accounts/{id}/");
    let url = json!({"server_url": "http://h.invalid/secret.m3u", "file_path": playlist});
    app.admin.patch(&account, url).await.ok();
    let source = json!({"name": "G", "url": "http://h.invalid/secret.xml", "is_active": false});
    let source = app.admin.post("/api/epg/sources/", source).await.ok()["id"].clone();
    let channel = app.admin.post(&format!("{account}create-channels/"), json!({})).await.ok();
    assert_eq!(channel["created"], 1);

    let standard = app.standard_user().await;
    for path in [
        "/api/m3u/accounts/".to_owned(),
        account,
        "/api/epg/sources/".to_owned(),
        format!("/api/epg/sources/{source}/"),
        "/api/channels/streams/".to_owned(),
        "/api/channels/channels/1/streams/".to_owned(),
    ] {
        let (told, kept) = (app.admin.get(&path).await, standard.get(&path).await);
        assert_eq!((told.status, kept.status), (StatusCode::OK, StatusCode::OK), "{path}");
        assert!(told.text().contains("secret"), "{path}: {told}");
        assert!(!kept.text().contains("secret"), "{path}: {kept}");
        assert!(!kept.text().contains("list.m3u"), "{path}: {kept}");
    }
}

/// Clients throw a token away that is called invalid: trouble of our own must not look like that.
#[tokio::test]
async fn trouble_with_the_database_does_not_sign_anybody_out() {
    let app = TestApp::new().await;
    assert_eq!(app.admin.get(ME).await.status, StatusCode::OK);
    // Somebody who has not asked yet: who has is believed for a moment.
    let standard = app.standard_user().await;
    app.app.shutdown().await;
    assert_snapshot!(standard.get(ME).await, @r#"500 {"detail":"The database could not do this; the server's log says why."}"#);
}
