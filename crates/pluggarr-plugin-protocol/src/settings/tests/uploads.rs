//! Which files are taken, and how they are called afterwards.

use super::*;

fn field(accept: Value) -> Field {
    Manifest::from_value(&json!({"fields": [{"id": "f", "type": "file", "accept": accept}]}))
        .0
        .fields[0]
        .clone()
}

#[test]
fn names_are_made_safe() {
    for (given, kept) in [
        ("a.csv", "a.csv"),
        ("Mine & yours.CSV", "Mine___yours.csv"),
        ("../../etc/passwd.csv", "passwd.csv"),
        (r"C:\Users\ann\list.txt", "list.txt"),
        ("shell.php.csv", "shell_php.csv"),
        (".csv", "file.csv"),
        ("...csv", "file.csv"),
        ("nul\0.csv", "nul.csv"),
        ("Sender-Übersicht.m3u", "Sender-Übersicht.m3u"),
        ("\u{202e}a\n.csv", "a.csv"),
    ] {
        assert_eq!(upload_name(&field(json!(null)), given).as_deref(), Ok(kept), "{given:?}");
    }
    let long = upload_name(&field(json!(null)), &format!("{}.csv", "ä".repeat(300))).unwrap();
    assert!(long.len() <= 255, "{long}");
}

#[test]
fn programs_are_refused_whatever_the_field_accepts() {
    for name in [
        "a.py", "a.sh", "a.so", "a.js", "a.html", "a.svg", "a.exe", "a.pyc", "a", "a.", "",
        "a.csv/",
    ] {
        assert!(upload_name(&field(json!([".py", ".sh", ".html"])), name).is_err(), "{name}");
        assert!(upload_name(&field(json!(null)), name).is_err(), "{name}");
    }
}

#[test]
fn a_field_takes_what_it_accepts() {
    assert!(upload_name(&field(json!([".csv"])), "a.CSV").is_ok());
    let refused = upload_name(&field(json!([".csv", ".txt"])), "a.m3u").unwrap_err();
    let said = "\"a.m3u\" has none of the endings that are accepted: .csv .txt";
    assert_eq!(refused.to_string(), said);
}

#[test]
fn an_id_that_leads_elsewhere_has_no_folder() {
    let folder = |id: &str| {
        let field = Field { id: id.to_owned(), ..field(json!(null)) };
        upload_folder(&field).is_ok()
    };
    assert!(folder("list-2_b") && folder("7"));
    for id in ["", ".", "..", "a/b", "../x", ".hidden", "a b", "ä", "a\0", &"a".repeat(101)] {
        assert!(!folder(id), "{id:?}");
    }
}

#[test]
fn a_field_may_allow_less_than_the_host_and_not_more() {
    let limit = |max_size| upload_limit(&Field { max_size, ..field(json!(null)) });
    assert_eq!(
        (limit(None), limit(Some(5)), limit(Some(u64::MAX))),
        (LARGEST_UPLOAD, 5, LARGEST_UPLOAD)
    );
}
