//! XMLTV's times: `YYYYMMDDhhmmss +hhmm`, cut short at will.

use chrono::{DateTime, Datelike, FixedOffset, NaiveDate, TimeZone, Utc};

/// Years in which television can be. Also keeps every time within what databases can hold.
const YEARS: std::ops::RangeInclusive<i32> = 1900..=9999;
/// No zone is further from UTC.
const MAX_OFFSET_HOURS: i32 = 15;

/// The moment that `text` stands for, or `None` if it cannot be read for sure.
///
/// What is missing at the end counts as its start (`2024` is New Year, midnight), and a time without
/// offset is UTC: that is XMLTV's rule. Zones by name are refused but `UTC`, `GMT` and `Z`, because
/// the names of others are ambiguous; ISO 8601 is refused because it is not XMLTV.
pub fn parse(text: &str) -> Option<DateTime<Utc>> {
    let text = text.trim();
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let (digits, zone) = text.split_at(digits);
    if !(4..=14).contains(&digits.len()) || digits.len() % 2 == 1 {
        return None;
    }
    let part = |from: usize, to: usize, missing: u32| match digits.get(from..to) {
        Some(digits) => digits.parse().ok(),
        None => Some(missing),
    };
    let year: i32 = digits[..4].parse().ok()?;
    let local = NaiveDate::from_ymd_opt(year, part(4, 6, 1)?, part(6, 8, 1)?)?.and_hms_opt(
        part(8, 10, 0)?,
        part(10, 12, 0)?,
        part(12, 14, 0)?,
    )?;
    let time = offset(zone.trim_start())?.from_local_datetime(&local).single()?.with_timezone(&Utc);
    (YEARS.contains(&year) && YEARS.contains(&time.year())).then_some(time)
}

/// `+0130`, `-01:30`, `Z`, `UTC`, `GMT` or nothing.
fn offset(zone: &str) -> Option<FixedOffset> {
    if matches!(zone, "" | "Z" | "UTC" | "GMT") {
        return FixedOffset::east_opt(0);
    }
    let (sign, digits) = match zone.as_bytes() {
        [b'+', digits @ ..] => (1, digits),
        [b'-', digits @ ..] => (-1, digits),
        _ => return None,
    };
    let digits = match digits {
        [h1, h2, b':', m1, m2] | [h1, h2, m1, m2] => [*h1, *h2, *m1, *m2],
        _ => return None,
    };
    if !digits.iter().all(u8::is_ascii_digit) {
        return None;
    }
    let number = |tens: u8, ones: u8| i32::from(tens - b'0') * 10 + i32::from(ones - b'0');
    let (hours, minutes) = (number(digits[0], digits[1]), number(digits[2], digits[3]));
    if hours > MAX_OFFSET_HOURS || minutes > 59 {
        return None;
    }
    FixedOffset::east_opt(sign * (hours * 3600 + minutes * 60))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_ways_to_write_a_time_are_read() {
        let cases = [
            ("20240101000000 +0000", "2024-01-01T00:00:00+00:00"),
            ("20240101020000 +0100", "2024-01-01T01:00:00+00:00"),
            ("20231231210000 -0500", "2024-01-01T02:00:00+00:00"),
            ("20240101083000 +0530", "2024-01-01T03:00:00+00:00"),
            ("20240101083000 +05:30", "2024-01-01T03:00:00+00:00"),
            ("20240101040000", "2024-01-01T04:00:00+00:00"),
            ("20240101050000 UTC", "2024-01-01T05:00:00+00:00"),
            (" 20240101060000 Z ", "2024-01-01T06:00:00+00:00"),
            ("202401010700 +0000", "2024-01-01T07:00:00+00:00"),
            ("20240101080000+0000", "2024-01-01T08:00:00+00:00"),
            ("20240101", "2024-01-01T00:00:00+00:00"),
            ("202402", "2024-02-01T00:00:00+00:00"),
            ("2024", "2024-01-01T00:00:00+00:00"),
            ("20240229120000 -0000", "2024-02-29T12:00:00+00:00"),
        ];
        for (text, expected) in cases {
            assert_eq!(
                parse(text).map(|time| time.to_rfc3339()).as_deref(),
                Some(expected),
                "{text}"
            );
        }
    }

    #[test]
    fn what_cannot_be_read_for_sure_is_refused() {
        let long = format!("20260101000000 +{}", "0".repeat(5000));
        let cases = [
            "",
            "null",
            "20240101090000 EST",
            "2024-01-01T10:00:00Z",
            "20241301000000 +0000",
            "20260230000000",
            "20260101246060",
            "00000101000000",
            "99991231235959 -1200",
            "99999999999999",
            "-20260101000000",
            "20260101000000 +9999",
            "20260101000000 +0060",
            "202601010",
            "202",
            "20260101000000 0100",
            "٢٠٢٦٠١٠١",
            "20260101000000 +é1",
            &long,
        ];
        for text in cases {
            assert_eq!(parse(text), None, "{text}");
        }
    }
}
