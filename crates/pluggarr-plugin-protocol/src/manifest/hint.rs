//! What the author may have meant.

use serde_json::Value;

use super::FieldType;

/// Names that other systems have for our types.
const SYNONYMS: &[(FieldType, &[&str])] = &[
    (FieldType::Select, &["dropdown", "choice", "choices", "enum", "radio", "combobox", "options"]),
    (FieldType::Boolean, &["bool", "checkbox", "check", "switch", "toggle", "flag"]),
    (FieldType::Number, &["int", "integer", "float", "decimal", "double", "numeric", "slider"]),
    (FieldType::Text, &["textarea", "multiline", "multi_line", "longtext", "memo"]),
    (FieldType::String, &["str", "input", "line", "url", "email", "char"]),
    (FieldType::Multiselect, &["multi_select", "multi-select", "multichoice", "tags", "list"]),
    (FieldType::Info, &["label", "note", "html", "markdown", "help"]),
    (FieldType::Section, &["heading", "header", "title", "group", "fieldset", "divider"]),
    (FieldType::Table, &["grid", "array", "rows", "objects"]),
    (FieldType::File, &["upload", "attachment", "path"]),
];

/// What to write instead of a type that is none.
pub(super) fn field_type(value: &Value) -> Option<String> {
    let given = value.as_str()?;
    if means_a_secret(given) {
        return Some(r#"write "type": "string" and "input_type": "password""#.to_owned());
    }
    Some(format!("did you mean `{}`?", meant(given)?.name()))
}

/// The type that was probably meant.
pub(super) fn meant(given: &str) -> Option<FieldType> {
    let given = given.trim().to_lowercase();
    if let Some((meant, _)) = SYNONYMS.iter().find(|(_, names)| names.contains(&given.as_str())) {
        return Some(*meant);
    }
    let name = nearest(&given, FieldType::ALL.iter().map(|known| known.name()))?;
    FieldType::ALL.into_iter().find(|known| known.name() == name)
}

/// Whether a type that is none says that what is typed must be hidden.
pub(super) fn means_a_secret(given: &str) -> bool {
    ["password", "secret"].iter().any(|name| given.trim().eq_ignore_ascii_case(name))
}

/// The key of the object that is probably a misspelled `wanted`.
pub(super) fn misspelled<'a>(
    wanted: &str,
    keys: impl Iterator<Item = &'a String>,
) -> Option<String> {
    let key = nearest(wanted, keys.map(String::as_str))?;
    (key != wanted).then(|| format!("did you mean `{wanted}` where it says `{key}`?"))
}

/// The candidate that differs by two letters at most, and by less than half.
fn nearest<'a>(given: &str, candidates: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    const MOST: usize = 2;
    let length = given.chars().count();
    let near = candidates.filter(|candidate| {
        // Comparing takes the product of both lengths, and keys come from anybody.
        candidate.len() <= 32 && candidate.chars().count().abs_diff(length) <= MOST
    });
    near.map(|candidate| (strsim::damerau_levenshtein(given, candidate), candidate))
        .filter(|(distance, _)| *distance <= MOST && distance * 2 < length)
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, candidate)| candidate)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_type_is_guessed_by_its_usual_names_and_by_its_letters() {
        let hint = |given: &str| field_type(&json!(given)).unwrap_or_default();
        for (given, meant) in [
            ("Dropdown", "did you mean `select`?"),
            ("checkbox", "did you mean `boolean`?"),
            ("integer", "did you mean `number`?"),
            ("textarea", "did you mean `text`?"),
            ("slect", "did you mean `select`?"),
            ("Boolean", "did you mean `boolean`?"),
            ("string ", "did you mean `string`?"),
            ("password", r#"write "type": "string" and "input_type": "password""#),
            ("color", ""),
            ("x", ""),
        ] {
            assert_eq!(hint(given), meant, "{given}");
        }
        assert_eq!(field_type(&json!(7)), None);
        assert_eq!(field_type(&json!("x".repeat(1 << 20))), None);
    }
}
