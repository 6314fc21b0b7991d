//! Writes the guide.

use std::fmt::Write;

use pluggarr_store::channels::ExportedChannel;
use pluggarr_store::programmes::Programme;
use serde_json::Value;

use super::TvgIdSource;

/// What ends the document.
pub(super) const END: &str = "</tv>\n";

/// The start of the document and the `<channel>` elements.
pub(super) fn head(channels: &[ExportedChannel], base: &str, ids: TvgIdSource) -> String {
    let mut out = String::from(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
         <tv generator-info-name=\"Pluggarr\">\n",
    );
    for channel in channels {
        let _ = writeln!(out, "  <channel id=\"{}\">", escape(&ids.id_of(channel)));
        let _ = writeln!(out, "    <display-name>{}</display-name>", escape(&channel.name));
        if let Some(logo) = channel.logo_id {
            let _ = writeln!(
                out,
                "    <icon src=\"{}/api/channels/logos/{logo}/cache/\"/>",
                escape(base)
            );
        }
        out.push_str("  </channel>\n");
    }
    out
}

/// One `<programme>` for the channel `id`.
pub(super) fn programme(row: &Programme, id: &str) -> String {
    let time = "%Y%m%d%H%M%S %z";
    let mut out = String::with_capacity(512);
    let _ = writeln!(
        out,
        "  <programme start=\"{}\" stop=\"{}\" channel=\"{}\">",
        row.start_time.to_utc().format(time),
        row.end_time.to_utc().format(time),
        escape(id),
    );
    element(&mut out, "title", Some(&row.title));
    element(&mut out, "sub-title", row.sub_title.as_deref());
    element(&mut out, "desc", row.description.as_deref());
    if let Some(properties) = &row.custom_properties {
        extras(&mut out, properties);
    }
    out.push_str("  </programme>\n");
    out
}

/// The elements that are kept as properties, in the order of XMLTV's DTD.
fn extras(out: &mut String, properties: &Value) {
    let text = |key: &str| properties[key].as_str();
    element(out, "date", text("date"));
    for category in properties["categories"].as_array().into_iter().flatten() {
        element(out, "category", category.as_str());
    }
    if let Some(icon) = text("icon") {
        let _ = writeln!(out, "    <icon src=\"{}\"/>", escape(icon));
    }
    if let (Some(season), Some(episode)) =
        (properties["season"].as_i64(), properties["episode"].as_i64())
        && season > 0
        && episode > 0
    {
        let _ = writeln!(
            out,
            "    <episode-num system=\"xmltv_ns\">{}.{}.</episode-num>",
            season - 1,
            episode - 1
        );
    }
    if let Some(episode) = text("onscreen_episode") {
        let _ =
            writeln!(out, "    <episode-num system=\"onscreen\">{}</episode-num>", escape(episode));
    }
    for (key, name) in [
        ("previously_shown", "previously-shown"),
        ("premiere", "premiere"),
        ("new", "new"),
        ("live", "live"),
    ] {
        if properties[key] == true {
            let _ = writeln!(out, "    <{name}/>");
        }
    }
}

fn element(out: &mut String, name: &str, text: Option<&str>) {
    if let Some(text) = text.filter(|text| !text.is_empty()) {
        let _ = writeln!(out, "    <{name}>{}</{name}>", escape(text));
    }
}

/// Text as XML may hold it: the five special letters escaped, control characters left out.
fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 8);
    for letter in text.chars() {
        match letter {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&apos;"),
            '\n' | '\t' => out.push(letter),
            letter if letter.is_control() || matches!(letter, '\u{fffe}' | '\u{ffff}') => {}
            letter => out.push(letter),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_breaks_out_of_its_element() {
        assert_eq!(escape("a<b>&\"'\u{0}\u{7}"), "a&lt;b&gt;&amp;&quot;&apos;");
    }
}
