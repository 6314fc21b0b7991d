//! Access and refresh tokens, with the incumbent's claims and lifetimes so that its clients and
//! plugin dashboards accept them.
//!
//! Knows a key and the clock it is given; not users, not HTTP.

use chrono::{DateTime, Duration, Utc};
use jsonwebtoken::{Algorithm, DecodingKey, EncodingKey, Header, Validation};
use serde::{Deserialize, Serialize};

/// What a token may be used for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum TokenKind {
    /// Sent with each request; 30 minutes.
    Access,
    /// Buys new access tokens; 1 day.
    Refresh,
}

impl TokenKind {
    fn lifetime(self) -> Duration {
        match self {
            Self::Access => Duration::minutes(30),
            Self::Refresh => Duration::days(1),
        }
    }
}

/// The claims of simplejwt, `user_id` as text like there.
#[derive(Debug, Serialize, Deserialize)]
struct Claims {
    token_type: TokenKind,
    exp: i64,
    iat: i64,
    jti: String,
    user_id: String,
    /// First letters of a digest of the password hash: a changed password ends all older tokens.
    pwd: String,
}

/// Why a token was not accepted.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum TokenError {
    /// Was good once.
    #[error("Token is expired")]
    Expired,
    /// Never was, or is for something else.
    #[error("Token is invalid")]
    Invalid,
}

/// Who a valid token speaks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TokenSubject {
    /// `accounts_user.id`.
    pub user_id: i64,
    /// Fingerprint of the password hash the token was made under; see [`Signer::fingerprint`].
    pub fingerprint: String,
}

/// Signs and checks tokens with the host's own key, which no worker ever sees.
#[derive(Clone)]
pub struct Signer {
    encoding: EncodingKey,
    decoding: DecodingKey,
}

impl Signer {
    /// A signer over `key`, at least 32 random bytes.
    pub fn new(key: &[u8]) -> Self {
        Self { encoding: EncodingKey::from_secret(key), decoding: DecodingKey::from_secret(key) }
    }

    /// The fingerprint of a stored password hash that goes into its user's tokens.
    pub fn fingerprint(password_hash: &str) -> String {
        use sha2::Digest;
        let digest = sha2::Sha256::digest(password_hash.as_bytes());
        digest.iter().take(8).map(|byte| format!("{byte:02x}")).collect()
    }

    /// A token of `kind` for a user, valid from `now`.
    pub fn sign(
        &self,
        kind: TokenKind,
        user_id: i64,
        fingerprint: &str,
        now: DateTime<Utc>,
    ) -> String {
        let claims = Claims {
            token_type: kind,
            exp: (now + kind.lifetime()).timestamp(),
            iat: now.timestamp(),
            jti: uuid::Uuid::new_v4().simple().to_string(),
            user_id: user_id.to_string(),
            pwd: fingerprint.to_owned(),
        };
        jsonwebtoken::encode(&Header::new(Algorithm::HS256), &claims, &self.encoding)
            .expect("HS256 over plain claims cannot fail")
    }

    /// Whom `token` speaks for, if it is of `kind`, ours and valid at `now`.
    pub fn check(
        &self,
        token: &str,
        kind: TokenKind,
        now: DateTime<Utc>,
    ) -> Result<TokenSubject, TokenError> {
        let mut validation = Validation::new(Algorithm::HS256);
        // Expiry is judged by the caller's clock, not by the library's.
        validation.validate_exp = false;
        let claims = jsonwebtoken::decode::<Claims>(token, &self.decoding, &validation)
            .map_err(|_| TokenError::Invalid)?
            .claims;
        if claims.token_type != kind {
            return Err(TokenError::Invalid);
        }
        if claims.exp <= now.timestamp() {
            return Err(TokenError::Expired);
        }
        let user_id = claims.user_id.parse().map_err(|_| TokenError::Invalid)?;
        Ok(TokenSubject { user_id, fingerprint: claims.pwd })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn now() -> DateTime<Utc> {
        DateTime::from_timestamp(1_800_000_000, 0).unwrap()
    }

    #[test]
    fn a_token_speaks_for_its_user_until_it_expires() {
        let signer = Signer::new(b"0123456789abcdef0123456789abcdef");
        let token = signer.sign(TokenKind::Access, 7, "ab", now());
        let subject = TokenSubject { user_id: 7, fingerprint: "ab".into() };
        let almost = now() + Duration::minutes(29);
        assert_eq!(signer.check(&token, TokenKind::Access, almost), Ok(subject));
        let late = now() + Duration::minutes(30);
        assert_eq!(signer.check(&token, TokenKind::Access, late), Err(TokenError::Expired));
    }

    #[test]
    fn a_refresh_token_is_no_access_token_and_a_foreign_one_is_nothing() {
        let signer = Signer::new(b"0123456789abcdef0123456789abcdef");
        let refresh = signer.sign(TokenKind::Refresh, 7, "ab", now());
        assert_eq!(signer.check(&refresh, TokenKind::Access, now()), Err(TokenError::Invalid));
        let other = Signer::new(b"another key, another key, another");
        assert_eq!(other.check(&refresh, TokenKind::Refresh, now()), Err(TokenError::Invalid));
        assert_eq!(signer.check("not.a.token", TokenKind::Access, now()), Err(TokenError::Invalid));
    }
}
