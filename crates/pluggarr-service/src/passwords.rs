//! Password hashes in Django's own format, so that a user made here can sign in from a plugin's
//! dashboard (`django.contrib.auth.authenticate`) and the other way round.
//!
//! Knows nothing of users or rows: text in, text or yes/no out. Both functions take some 0.3 s on
//! purpose; call them from a blocking thread.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use pbkdf2::pbkdf2_hmac;
use rand::Rng;
use sha2::Sha256;
use subtle::ConstantTimeEq;

/// Django 5.2's own default; hashes with other counts are still accepted.
const ITERATIONS: u32 = 1_000_000;
/// A stored count above this is a mistake or an attack on our time, not a password.
const MOST_ITERATIONS: u32 = 20_000_000;
const SALT_LETTERS: &[u8] = b"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";

/// `pbkdf2_sha256$<iterations>$<salt>$<base64>` of `password`, with a salt of 22 random letters.
pub fn hash(password: &str) -> String {
    let mut rng = rand::rng();
    let salt: String = (0..22)
        .map(|_| char::from(SALT_LETTERS[rng.random_range(0..SALT_LETTERS.len())]))
        .collect();
    encode(password, &salt, ITERATIONS)
}

/// Whether `password` is the one behind `stored`. False for unusable ("!…") and foreign formats.
pub fn verify(password: &str, stored: &str) -> bool {
    let mut parts = stored.split('$');
    let (Some("pbkdf2_sha256"), Some(iterations), Some(salt), Some(_), None) =
        (parts.next(), parts.next(), parts.next(), parts.next(), parts.next())
    else {
        return false;
    };
    match iterations.parse::<u32>() {
        Ok(iterations) if (1..=MOST_ITERATIONS).contains(&iterations) => {
            encode(password, salt, iterations).as_bytes().ct_eq(stored.as_bytes()).into()
        }
        _ => false,
    }
}

fn encode(password: &str, salt: &str, iterations: u32) -> String {
    let mut digest = [0u8; 32];
    pbkdf2_hmac::<Sha256>(password.as_bytes(), salt.as_bytes(), iterations, &mut digest);
    format!("pbkdf2_sha256${iterations}${salt}${}", STANDARD.encode(digest))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hash_is_what_django_writes() {
        // python -c "from django.contrib.auth.hashers import PBKDF2PasswordHasher as H;
        //            print(H().encode('lètmein', 'seasalt', 1000))"
        assert_eq!(
            encode("lètmein", "seasalt", 1000),
            "pbkdf2_sha256$1000$seasalt$JgZryXe2Ga8ysg6XbzkLpTdyPQrHqsinbL9BnnhgX4A="
        );
    }

    #[test]
    fn only_the_right_password_verifies() {
        let stored = encode("right", "salt", 1000);
        assert!(verify("right", &stored));
        assert!(!verify("wrong", &stored));
    }

    #[test]
    fn unusable_and_foreign_hashes_verify_nothing() {
        for stored in ["", "!abc", "md5$salt$hash", "pbkdf2_sha256$0$s$h", "pbkdf2_sha256$x$s$h"] {
            assert!(!verify("", stored), "{stored}");
        }
    }
}
