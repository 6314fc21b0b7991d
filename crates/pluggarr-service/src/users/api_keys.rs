//! API keys: what scripts and other programs sign in with. One per user, valid until it is revoked.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use rand::RngCore;

use super::{User, Users};
use crate::Error;

const BYTES: usize = 32;

impl Users {
    /// Whose key this is.
    pub async fn by_api_key(&self, key: &str) -> Result<User, Error> {
        let Some(id) = self.store.api_keys().user_of(key).await? else {
            return Err(Error::BadApiKey);
        };
        match self.of_id(id).await {
            Ok(user) if user.row.is_active => Ok(user),
            Ok(_) | Err(Error::NotFound { .. }) => Err(Error::BadApiKey),
            Err(error) => Err(error),
        }
    }

    /// The user's key, if there is one.
    pub async fn api_key(&self, user_id: i64) -> Result<Option<String>, Error> {
        Ok(self.store.api_keys().get(user_id).await?)
    }

    /// Make a key for the user; the one before no longer holds.
    pub async fn generate_api_key(&self, user_id: i64) -> Result<(String, User), Error> {
        let user = self.of_id(user_id).await?;
        let mut bytes = [0; BYTES];
        rand::rng().fill_bytes(&mut bytes);
        let key = URL_SAFE_NO_PAD.encode(bytes);
        self.store.api_keys().set(user_id, &key).await?;
        Ok((key, user))
    }

    /// Take the user's key away.
    pub async fn revoke_api_key(&self, user_id: i64) -> Result<(), Error> {
        self.of_id(user_id).await?;
        Ok(self.store.api_keys().delete(user_id).await?)
    }
}
