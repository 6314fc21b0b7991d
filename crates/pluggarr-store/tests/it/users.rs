use pluggarr_store::users::{ADMIN, NewUser, UserChange};
use pluggarr_store::{Error, Timestamp};

use crate::store;

fn user(name: &str, level: i64) -> NewUser {
    NewUser {
        username: name.into(),
        password_hash: "pbkdf2_sha256$1$salt$hash".into(),
        email: String::new(),
        user_level: level,
        is_superuser: level == ADMIN,
    }
}

#[tokio::test]
async fn of_two_who_want_to_be_the_first_admin_one_is() {
    let store = store().await;
    assert!(!store.users().any_admin_exists().await.unwrap());
    let (ann, bob) = (user("ann", ADMIN), user("bob", ADMIN));
    let users = store.users();
    let (ann, bob) = tokio::join!(users.create_first_admin(&ann), users.create_first_admin(&bob));
    assert_eq!([ann.unwrap(), bob.unwrap()].iter().flatten().count(), 1);
    assert!(store.users().any_admin_exists().await.unwrap());
}

#[tokio::test]
async fn a_user_is_made_changed_and_removed() {
    let store = store().await;
    let users = store.users();
    let ann = users.create(&user("ann", 1)).await.unwrap();
    assert!(ann.is_active && !ann.is_superuser && ann.last_login.is_none());
    assert!(!users.any_admin_exists().await.unwrap());

    users.set_password(ann.id, "new hash").await.unwrap();
    let now = Timestamp::now();
    users.set_last_login(ann.id, now).await.unwrap();
    let change = UserChange { email: Some("a@b.c".into()), ..Default::default() };
    users.update(ann.id, change).await.unwrap();
    let ann = users.find("ann").await.unwrap().unwrap();
    assert_eq!((ann.password.as_str(), ann.email.as_str()), ("new hash", "a@b.c"));
    assert_eq!((ann.last_login, ann.user_level), (Some(now), 1));
    assert_eq!(users.list().await.unwrap(), vec![ann.clone()]);

    let profile = store.channel_profiles().create("Kids").await.unwrap();
    store
        .execute(
            "INSERT INTO accounts_user_channel_profiles (user_id, channelprofile_id) VALUES (1, 1)",
        )
        .await;
    assert_eq!(users.get_with_profiles(ann.id).await.unwrap(), (ann.clone(), vec![profile.id]));
    users.delete(ann.id).await.unwrap();
    assert!(matches!(users.get(ann.id).await, Err(Error::NotFound { what: "user", .. })));
    store.assert_nothing_dangles().await;
}

#[tokio::test]
async fn a_name_is_taken_once() {
    let store = store().await;
    store.users().create(&user("ann", 0)).await.unwrap();
    let error = store.users().create(&user("ann", 0)).await.unwrap_err();
    assert!(matches!(&error, Error::Conflict { what, .. } if what == "accounts_user.username"));
}

#[tokio::test]
async fn what_is_printed_of_a_user_lets_nobody_in() {
    let store = store().await;
    let ann = store.users().create(&user("ann", 0)).await.unwrap();
    assert_eq!(format!("{ann:?}"), r#"User { id: 1, username: "ann", user_level: 0 }"#);
}

#[tokio::test]
async fn nobody_cannot_be_changed() {
    let store = store().await;
    let users = store.users();
    assert!(matches!(users.set_password(7, "x").await, Err(Error::NotFound { .. })));
    assert!(matches!(users.delete(7).await, Err(Error::NotFound { .. })));
    assert_eq!(users.find("ann").await.unwrap(), None);
}
