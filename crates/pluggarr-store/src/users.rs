//! Who may sign in. Knows nothing of passwords but their hashes.

use serde_json::{Value, json};
use sqlx::types::Json;
use sqlx::{FromRow, SqliteConnection};

use crate::database::Database;
use crate::error::{OrNotFound as _, Result};
use crate::sql::{Update, run_each};
use crate::time::Timestamp;

/// `User.UserLevel.ADMIN`.
pub const ADMIN: i64 = 10;

/// A row of `accounts_user`.
#[derive(Clone, PartialEq, FromRow)]
#[allow(missing_docs, reason = "the table's columns")]
pub struct User {
    pub id: i64,
    pub username: String,
    /// Django's form: `pbkdf2_sha256$iterations$salt$hash`.
    pub password: String,
    pub email: String,
    pub first_name: String,
    pub last_name: String,
    pub is_superuser: bool,
    pub is_staff: bool,
    pub is_active: bool,
    pub last_login: Option<Timestamp>,
    pub date_joined: Timestamp,
    /// 0 streamer, 1 standard, 10 admin.
    pub user_level: i64,
    #[sqlx(json(nullable))]
    pub avatar_config: Option<Value>,
    /// `xc_password` in it is a password in clear text.
    #[sqlx(json(nullable))]
    pub custom_properties: Option<Value>,
    pub api_key: Option<String>,
    pub stream_limit: i64,
}

impl std::fmt::Debug for User {
    /// Without anything that lets somebody in.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self { id, username, user_level, .. } = self;
        write!(f, "User {{ id: {id}, username: {username:?}, user_level: {user_level} }}")
    }
}

/// A user to be made.
#[derive(Clone)]
#[allow(missing_docs, reason = "the table's columns")]
pub struct NewUser {
    pub username: String,
    /// Already hashed, in Django's form.
    pub password_hash: String,
    pub email: String,
    pub user_level: i64,
    pub is_superuser: bool,
}

/// What to change about a user; `None` leaves it as it is.
#[derive(Clone, Default)]
#[allow(missing_docs, reason = "the table's columns")]
pub struct UserChange {
    pub username: Option<String>,
    pub email: Option<String>,
    pub first_name: Option<String>,
    pub last_name: Option<String>,
    pub is_active: Option<bool>,
    pub user_level: Option<i64>,
    pub custom_properties: Option<Value>,
    pub stream_limit: Option<i64>,
}

/// Queries on users.
#[derive(Debug, Clone, Copy)]
pub struct Users<'a>(pub(crate) &'a Database);

const USER: &str = "user";

impl Users<'_> {
    /// All users, by name.
    pub async fn list(self) -> Result<Vec<User>> {
        let query = sqlx::query_as("SELECT * FROM accounts_user ORDER BY username, id");
        Ok(query.fetch_all(self.0.readers()).await?)
    }

    /// The user with this id.
    pub async fn get(self, id: i64) -> Result<User> {
        let query = sqlx::query_as("SELECT * FROM accounts_user WHERE id = $1").bind(id);
        query.fetch_optional(self.0.readers()).await?.or_not_found(USER, id)
    }

    /// The same, with the ids of the channel profiles the user is limited to (none means no limit): in one look, since
    /// every request asks.
    pub async fn get_with_profiles(self, id: i64) -> Result<(User, Vec<i64>)> {
        #[derive(FromRow)]
        struct Row {
            #[sqlx(flatten)]
            user: User,
            #[sqlx(json)]
            profile_ids: Vec<i64>,
        }
        let query = sqlx::query_as(
            "SELECT *, (SELECT json_group_array(channelprofile_id ORDER BY channelprofile_id)
                FROM accounts_user_channel_profiles WHERE user_id = accounts_user.id) AS profile_ids
             FROM accounts_user WHERE id = $1",
        );
        let row: Option<Row> = query.bind(id).fetch_optional(self.0.readers()).await?;
        let Row { user, profile_ids } = row.or_not_found(USER, id)?;
        Ok((user, profile_ids))
    }

    /// The user with this name, spelled exactly so.
    pub async fn find(self, username: &str) -> Result<Option<User>> {
        let query =
            sqlx::query_as("SELECT * FROM accounts_user WHERE username = $1").bind(username);
        Ok(query.fetch_optional(self.0.readers()).await?)
    }

    /// Whether anybody is an admin yet. While nobody is, whoever comes first may become one.
    pub async fn any_admin_exists(self) -> Result<bool> {
        any_admin(&mut *self.0.readers().acquire().await?).await
    }

    /// Makes a user.
    pub async fn create(self, new: &NewUser) -> Result<User> {
        let mut tx = self.0.begin().await?;
        let user = insert(&mut tx, new).await?;
        tx.commit().await?;
        Ok(user)
    }

    /// Makes `new` the first admin, or nobody where there is one: of two who ask at once, one gets
    /// it.
    pub async fn create_first_admin(self, new: &NewUser) -> Result<Option<User>> {
        let mut tx = self.0.begin().await?;
        if any_admin(&mut tx).await? {
            return Ok(None);
        }
        let user = insert(&mut tx, new).await?;
        tx.commit().await?;
        Ok(Some(user))
    }

    /// Changes some columns.
    pub async fn update(self, id: i64, change: UserChange) -> Result<User> {
        let mut update = Update::new("accounts_user");
        update
            .set("username", change.username)
            .set("email", change.email)
            .set("first_name", change.first_name)
            .set("last_name", change.last_name)
            .set("is_active", change.is_active)
            .set("user_level", change.user_level)
            .set("custom_properties", change.custom_properties.map(Json))
            .set("stream_limit", change.stream_limit);
        let mut tx = self.0.begin().await?;
        update.by_id(&mut tx, USER, id).await?;
        tx.commit().await?;
        self.get(id).await
    }

    /// Stores another password hash.
    pub async fn set_password(self, id: i64, password_hash: &str) -> Result<()> {
        let mut update = Update::new("accounts_user");
        update.set("password", Some(password_hash));
        update.by_id(&mut *self.0.writer().acquire().await?, USER, id).await
    }

    /// Notes that the user signed in.
    pub async fn set_last_login(self, id: i64, at: Timestamp) -> Result<()> {
        let mut update = Update::new("accounts_user");
        update.set("last_login", Some(at));
        update.by_id(&mut *self.0.writer().acquire().await?, USER, id).await
    }

    /// Removes a user and what belongs to nobody else.
    pub async fn delete(self, id: i64) -> Result<()> {
        const CASCADE: &[&str] = &[
            "DELETE FROM accounts_user_groups WHERE user_id = $1",
            "DELETE FROM accounts_user_user_permissions WHERE user_id = $1",
            "DELETE FROM accounts_user_channel_profiles WHERE user_id = $1",
            "DELETE FROM core_notificationdismissal WHERE user_id = $1",
        ];
        let mut tx = self.0.begin().await?;
        run_each(&mut tx, CASCADE, id).await?;
        let deleted = sqlx::query_scalar("DELETE FROM accounts_user WHERE id = $1 RETURNING id");
        let _: i64 = deleted.bind(id).fetch_optional(&mut *tx).await?.or_not_found(USER, id)?;
        Ok(tx.commit().await?)
    }
}

async fn any_admin(connection: &mut SqliteConnection) -> Result<bool> {
    let query = sqlx::query_scalar(
        "SELECT EXISTS (SELECT 1 FROM accounts_user WHERE user_level >= $1 OR is_superuser)",
    );
    Ok(query.bind(ADMIN).fetch_one(connection).await?)
}

async fn insert(connection: &mut SqliteConnection, new: &NewUser) -> Result<User> {
    let query = sqlx::query_as(
        "INSERT INTO accounts_user (username, password, email, first_name, last_name, is_superuser,
            is_staff, is_active, date_joined, avatar_config, user_level, custom_properties,
            stream_limit)
         VALUES ($1, $2, $3, '', '', $4, $4, TRUE, $5, $6, $7, $6, 0)
         RETURNING *",
    );
    let user = query
        .bind(&new.username)
        .bind(&new.password_hash)
        .bind(&new.email)
        .bind(new.is_superuser)
        .bind(Timestamp::now())
        .bind(Json(json!({})))
        .bind(new.user_level);
    Ok(user.fetch_one(connection).await?)
}
