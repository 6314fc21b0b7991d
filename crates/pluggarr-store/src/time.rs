//! Moments in time, in the text form Django gives them in SQLite.

use std::fmt;
use std::str::FromStr;

use chrono::{DateTime, Datelike as _, NaiveDateTime, SubsecRound as _, Timelike as _, Utc};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use sqlx::encode::IsNull;
use sqlx::error::BoxDynError;
use sqlx::{Decode, Encode, Sqlite, Type, TypeInfo as _};

/// A moment in UTC, to the microsecond, within the years 1 to 9999 that Python can hold.
///
/// In the database it is `YYYY-MM-DD HH:MM:SS[.ffffff]`, without a fraction where that is zero: SQL
/// compares these as text, so ours must look exactly like Django's. In JSON it is
/// `YYYY-MM-DDTHH:MM:SS[.ffffff]Z`, as its API says it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Timestamp(DateTime<Utc>);

const FIRST: i64 = -62_135_596_800; // 0001-01-01 00:00:00
const LAST: i64 = 253_402_300_799; // 9999-12-31 23:59:59

impl Timestamp {
    /// Now.
    #[must_use]
    pub fn now() -> Self {
        Utc::now().into()
    }

    /// The moment `seconds` after 1970, or the nearest one that can be stored.
    #[must_use]
    pub fn from_unix(seconds: i64) -> Self {
        DateTime::from_timestamp(seconds.clamp(FIRST, LAST), 0).unwrap_or_default().into()
    }

    /// The same moment for chrono.
    #[must_use]
    pub fn to_utc(self) -> DateTime<Utc> {
        self.0
    }

    fn write(self, f: &mut fmt::Formatter<'_>, between: char) -> fmt::Result {
        let (date, time) = (self.0.date_naive(), self.0.time());
        write!(f, "{:04}-{:02}-{:02}{between}", date.year(), date.month(), date.day())?;
        write!(f, "{:02}:{:02}:{:02}", time.hour(), time.minute(), time.second())?;
        match time.nanosecond() / 1000 {
            0 => Ok(()),
            micros => write!(f, ".{micros:06}"),
        }
    }
}

impl From<DateTime<Utc>> for Timestamp {
    /// Cut to the microsecond; a year that Python cannot hold becomes the nearest moment that it
    /// can.
    fn from(moment: DateTime<Utc>) -> Self {
        let seconds = moment.timestamp();
        let moment = match seconds.clamp(FIRST, LAST) {
            clamped if clamped == seconds => moment,
            clamped => DateTime::from_timestamp(clamped, 0).unwrap_or_default(),
        };
        // A leap second is a nanosecond count above one thousand million, which no text form has.
        let nanos = moment.nanosecond().min(999_999_999);
        Self(moment.with_nanosecond(nanos).unwrap_or(moment).trunc_subsecs(6))
    }
}

impl fmt::Display for Timestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.write(f, ' ')
    }
}

/// The text is not a moment in time.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is not a date and time")]
pub struct NotATime(String);

impl FromStr for Timestamp {
    type Err = NotATime;

    /// Reads Django's form, and ISO 8601 with `T` and an offset: plugins write raw SQL too.
    fn from_str(text: &str) -> Result<Self, NotATime> {
        if let Ok(moment) = DateTime::parse_from_rfc3339(text) {
            return Ok(moment.with_timezone(&Utc).into());
        }
        ["%Y-%m-%d %H:%M:%S%.f", "%Y-%m-%dT%H:%M:%S%.f"]
            .iter()
            .find_map(|form| NaiveDateTime::parse_from_str(text, form).ok())
            .map(|moment| moment.and_utc().into())
            .ok_or_else(|| NotATime(text.to_owned()))
    }
}

impl Serialize for Timestamp {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        struct Iso(Timestamp);
        impl fmt::Display for Iso {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.write(f, 'T')?;
                f.write_str("Z")
            }
        }
        serializer.collect_str(&Iso(*self))
    }
}

impl<'de> Deserialize<'de> for Timestamp {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
    }
}

impl Type<Sqlite> for Timestamp {
    fn type_info() -> <Sqlite as sqlx::Database>::TypeInfo {
        <str as Type<Sqlite>>::type_info()
    }

    fn compatible(ty: &<Sqlite as sqlx::Database>::TypeInfo) -> bool {
        matches!(ty.name(), "TEXT" | "DATETIME")
    }
}

impl Encode<'_, Sqlite> for Timestamp {
    fn encode_by_ref(
        &self,
        buffer: &mut <Sqlite as sqlx::Database>::ArgumentBuffer,
    ) -> Result<IsNull, BoxDynError> {
        Encode::<Sqlite>::encode(self.to_string(), buffer)
    }
}

impl<'r> Decode<'r, Sqlite> for Timestamp {
    fn decode(value: <Sqlite as sqlx::Database>::ValueRef<'r>) -> Result<Self, BoxDynError> {
        Ok(<&str as Decode<Sqlite>>::decode(value)?.parse()?)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_whole_second_has_no_fraction() {
        let moment: Timestamp = "2026-11-23T06:25:05Z".parse().unwrap();
        assert_eq!(moment.to_string(), "2026-11-23 06:25:05");
        assert_eq!(serde_json::to_string(&moment).unwrap(), "\"2026-11-23T06:25:05Z\"");
    }

    #[test]
    fn offsets_are_converted_and_nonsense_is_refused() {
        let moment: Timestamp = "2026-11-23T08:25:05.5+02:00".parse().unwrap();
        assert_eq!(moment.to_string(), "2026-11-23 06:25:05.500000");
        assert!("2026-13-01 00:00:00".parse::<Timestamp>().is_err());
        assert!("now".parse::<Timestamp>().is_err());
    }

    #[test]
    fn years_that_python_cannot_hold_become_the_nearest_it_can() {
        assert_eq!(Timestamp::from_unix(i64::MAX).to_string(), "9999-12-31 23:59:59");
        assert_eq!(Timestamp::from_unix(i64::MIN).to_string(), "0001-01-01 00:00:00");
        assert_eq!(Timestamp::from(DateTime::<Utc>::MAX_UTC).to_string(), "9999-12-31 23:59:59");
    }

    fn moments() -> impl Strategy<Value = Timestamp> {
        (FIRST..=LAST, 0..1_000_000u32).prop_map(|(seconds, micros)| {
            DateTime::from_timestamp(seconds, micros * 1000).unwrap().into()
        })
    }

    proptest! {
        #[test]
        fn text_and_json_come_back_the_same(moment in moments()) {
            prop_assert_eq!(moment.to_string().parse(), Ok(moment));
            let json = serde_json::to_string(&moment).unwrap();
            prop_assert_eq!(serde_json::from_str::<Timestamp>(&json).unwrap(), moment);
        }

        #[test]
        fn text_order_is_time_order(a in moments(), b in moments()) {
            prop_assert_eq!(a.cmp(&b), a.to_string().cmp(&b.to_string()));
        }
    }
}
