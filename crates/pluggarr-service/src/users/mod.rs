//! Who may sign in, and how. Passwords are kept in Django's format, tokens in the incumbent's.

mod api_keys;
mod seen;
mod throttle;

use std::net::IpAddr;
use std::sync::Arc;
use std::time::Instant;

use chrono::Utc;
use pluggarr_store::Store;
use serde_json::json;
use tracing::warn;

use crate::Error;
use crate::error::blocking;
use crate::network;
use crate::passwords;
use crate::system_events::{SystemEvents, Visitor};
use crate::tokens::{Signer, TokenError, TokenKind, TokenSubject};
use crate::users::seen::Seen;
use crate::users::throttle::Throttle;

/// What a user may do. The numbers are the incumbent's.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum UserLevel {
    /// Watches.
    Streamer,
    /// Watches and looks around.
    Standard,
    /// Changes everything.
    Admin,
}

impl UserLevel {
    /// `accounts_user.user_level`.
    pub fn number(self) -> i64 {
        match self {
            Self::Streamer => 0,
            Self::Standard => 1,
            Self::Admin => 10,
        }
    }
}

/// A user and the profiles that narrow what they see.
#[derive(Debug, Clone)]
pub struct User {
    /// The row.
    pub row: pluggarr_store::users::User,
    /// Ids of the channel profiles the user is confined to; none means all channels.
    pub channel_profiles: Vec<i64>,
}

impl User {
    /// Whether the user is of level standard or above.
    pub fn is_standard(&self) -> bool {
        self.row.user_level >= UserLevel::Standard.number() || self.row.is_superuser
    }

    /// Whether the user is an admin.
    pub fn is_admin(&self) -> bool {
        self.row.user_level >= UserLevel::Admin.number() || self.row.is_superuser
    }
}

/// A user to be made.
#[derive(Debug, Clone)]
pub struct NewUser {
    /// Name to sign in with.
    pub username: String,
    /// In clear; only its hash is kept.
    pub password: String,
    /// May be empty.
    pub email: String,
    /// What they may do.
    pub level: UserLevel,
}

/// The users of this host. Cheap to clone.
#[derive(Clone)]
pub struct Users {
    store: Store,
    signer: Signer,
    throttle: Arc<Throttle>,
    seen: Arc<Seen>,
    system_events: SystemEvents,
}

impl Users {
    pub(crate) fn new(store: Store, signer: Signer, system_events: SystemEvents) -> Self {
        Self { store, signer, throttle: Arc::default(), seen: Arc::default(), system_events }
    }

    /// Whether anybody could administer this host.
    pub async fn admin_exists(&self) -> Result<bool, Error> {
        Ok(self.store.users().any_admin_exists().await?)
    }

    /// Make the first admin. Only while there is none, and only for somebody on this network:
    /// a fresh server on the open internet must not be taken over by the first who finds it.
    pub async fn create_first_admin(&self, user: NewUser, from: IpAddr) -> Result<(), Error> {
        if !network::is_local(from) {
            let message = "the first admin can only be made from an address of this network, \
                           or with `pluggarr user add NAME --admin` on the server";
            return Err(Error::Forbidden { message: message.to_owned() });
        }
        let row = new_row(user).await?;
        match self.store.users().create_first_admin(&row).await? {
            Some(_) => Ok(()),
            None => Err(Error::Forbidden { message: "there is an admin already".to_owned() }),
        }
    }

    /// Make a user and return the id.
    pub async fn create(&self, user: NewUser) -> Result<i64, Error> {
        let row = new_row(user).await?;
        match self.store.users().create(&row).await {
            Ok(user) => Ok(user.id),
            Err(pluggarr_store::Error::Conflict { .. }) => {
                let message = format!("there is a user `{}` already", row.username);
                Err(Error::Conflict { message })
            }
            Err(error) => Err(error.into()),
        }
    }

    /// All users, by name.
    pub async fn list(&self) -> Result<Vec<pluggarr_store::users::User>, Error> {
        Ok(self.store.users().list().await?)
    }

    /// Set a password; tokens made under the old one no longer hold.
    pub async fn set_password(&self, username: &str, password: String) -> Result<(), Error> {
        check_password(&password)?;
        let user = self.by_name(username).await?;
        let password = hash(password).await?;
        let set = self.store.users().set_password(user.id, &password).await;
        self.seen.forget();
        Ok(set?)
    }

    /// Delete a user.
    pub async fn delete(&self, username: &str) -> Result<(), Error> {
        let user = self.by_name(username).await?;
        // First: a key must never outlive its user.
        self.store.api_keys().delete(user.id).await?;
        let deleted = self.store.users().delete(user.id).await;
        self.seen.forget();
        Ok(deleted?)
    }

    async fn by_name(&self, username: &str) -> Result<pluggarr_store::users::User, Error> {
        let user = self.store.users().find(username).await?;
        user.ok_or_else(|| Error::not_found("user", username))
    }

    /// An access and a refresh token for the right password.
    pub async fn sign_in(
        &self,
        username: &str,
        password: &str,
        from: Visitor,
    ) -> Result<(String, String), Error> {
        let began = Instant::now();
        if let Err(refusal) = self.throttle.begin(from.address, began) {
            let error = Error::TooManyAttempts { seconds: refusal.wait.as_secs() + 1 };
            // Once: a guesser who goes on must not fill the list of what happened, nor keep handlers busy.
            if refusal.is_first {
                self.tell("login_failed", username, &from, Some(&error.to_string()));
            }
            return Err(error);
        }
        let result = self.try_to_sign_in(username, password, from.address, began).await;
        match &result {
            Ok(_) => self.tell("login_success", username, &from, None),
            Err(Error::BadCredentials) => {
                self.tell("login_failed", username, &from, Some("Invalid credentials"));
            }
            // Ours to blame, not theirs.
            Err(_) => {}
        }
        result
    }

    /// Tell of a sign-in, with the incumbent's details.
    fn tell(&self, event: &str, username: &str, from: &Visitor, reason: Option<&str>) {
        let name: String = username.chars().take(LONGEST_NAME).collect();
        let mut details = json!({
            "user": if name.is_empty() { "unknown" } else { name.as_str() },
            "client_ip": from.client_ip(), "user_agent": from.user_agent(),
        });
        if let Some(reason) = reason {
            details["reason"] = reason.into();
        }
        self.system_events.emit(event, details);
    }

    async fn try_to_sign_in(
        &self,
        username: &str,
        password: &str,
        from: IpAddr,
        began: Instant,
    ) -> Result<(String, String), Error> {
        let user = self.store.users().find(username).await?;
        // An unknown name costs as much time as a wrong password, so that names cannot be guessed
        // by the clock.
        let stored = user.as_ref().map_or(NOBODY, |user| &user.password).to_owned();
        let given = password.to_owned();
        let right = blocking(move || Ok::<_, Error>(passwords::verify(&given, &stored))).await?;
        let Some(user) = user.filter(|user| right && user.is_active) else {
            warn!(client.ip = %from, "A sign-in failed");
            return Err(Error::BadCredentials);
        };
        self.throttle.succeeded(from, began);
        let now = Utc::now();
        self.store.users().set_last_login(user.id, now.into()).await?;
        let fingerprint = Signer::fingerprint(&user.password);
        Ok((
            self.signer.sign(TokenKind::Access, user.id, &fingerprint, now),
            self.signer.sign(TokenKind::Refresh, user.id, &fingerprint, now),
        ))
    }

    /// A new access token for a refresh token.
    pub async fn refresh(&self, token: &str) -> Result<String, Error> {
        let now = Utc::now();
        let subject = self.signer.check(token, TokenKind::Refresh, now)?;
        let user = self.of_subject(&subject).await?;
        let fingerprint = Signer::fingerprint(&user.row.password);
        Ok(self.signer.sign(TokenKind::Access, user.row.id, &fingerprint, now))
    }

    /// Whom an access token speaks for.
    pub async fn by_access_token(&self, token: &str) -> Result<User, Error> {
        let subject = self.signer.check(token, TokenKind::Access, Utc::now())?;
        self.of_subject(&subject).await
    }

    /// The user of a token, unless they were deleted, deactivated or changed their password since.
    async fn of_subject(&self, subject: &TokenSubject) -> Result<User, Error> {
        let user = match self.of_id(subject.user_id).await {
            Ok(user) => user,
            Err(Error::NotFound { .. }) => return Err(TokenError::Invalid.into()),
            Err(error) => return Err(error),
        };
        if !user.row.is_active || Signer::fingerprint(&user.row.password) != subject.fingerprint {
            return Err(TokenError::Invalid.into());
        }
        Ok(user)
    }

    /// The user with this id, as he is now or was within the last second.
    async fn of_id(&self, id: i64) -> Result<User, Error> {
        let (now, changes) = (Instant::now(), self.seen.changes());
        if let Some(user) = self.seen.get(id, now) {
            return Ok(user);
        }
        let (row, channel_profiles) = self.store.users().get_with_profiles(id).await?;
        let user = User { row, channel_profiles };
        self.seen.put(&user, now, changes);
        Ok(user)
    }
}

/// Characters of a user's name.
const LONGEST_NAME: usize = 150;

/// The hash of a password nobody has, with the usual cost.
const NOBODY: &str =
    "pbkdf2_sha256$1000000$nobodynobodynobodynob$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=";

/// The row of a user to be made, if name and password will do.
async fn new_row(user: NewUser) -> Result<pluggarr_store::users::NewUser, Error> {
    check_name(&user.username)?;
    check_password(&user.password)?;
    let NewUser { username, password, email, level } = user;
    Ok(pluggarr_store::users::NewUser {
        username,
        password_hash: hash(password).await?,
        email,
        user_level: level.number(),
        is_superuser: level == UserLevel::Admin,
    })
}

async fn hash(password: String) -> Result<String, Error> {
    blocking(move || Ok::<_, Error>(passwords::hash(&password))).await
}

/// Django's rule for user names: letters, digits and `@.+-_`, at most 150.
fn check_name(name: &str) -> Result<(), Error> {
    let is_usable = |c: char| c.is_alphanumeric() || "@.+-_".contains(c);
    match name.is_empty() || name.chars().count() > LONGEST_NAME || !name.chars().all(is_usable) {
        true => {
            Err(Error::invalid("a user name has 1 to 150 letters, digits or characters of `@.+-_`"))
        }
        false => Ok(()),
    }
}

fn check_password(password: &str) -> Result<(), Error> {
    match password.chars().count() {
        0 => Err(Error::invalid("the password is empty")),
        1..=4096 => Ok(()),
        _ => Err(Error::invalid("the password has more than 4096 characters")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_djangos() {
        for good in ["anna", "Jürgen.k+tv@home_1"] {
            assert!(check_name(good).is_ok(), "{good}");
        }
        for bad in ["", "a b", "a/b", "a\n"] {
            assert!(check_name(bad).is_err(), "{bad:?}");
        }
    }
}
