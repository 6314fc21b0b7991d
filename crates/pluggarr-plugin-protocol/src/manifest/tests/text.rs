//! A `plugin.json` as it comes from a disk.

use super::*;

/// Line, message and hint of the only problem of a text that is no manifest.
fn refused(bytes: impl AsRef<[u8]>) -> (u32, String, String) {
    let (manifest, problems) = Manifest::from_bytes(bytes.as_ref());
    assert!(manifest.is_none());
    let [problem] = problems.as_slice() else { panic!("{problems:?}") };
    let hint = problem.hint.clone().unwrap_or_default();
    (problem.line.unwrap(), problem.message.clone(), hint)
}

#[test]
fn a_byte_order_mark_is_no_problem() {
    let (manifest, problems) = Manifest::from_bytes(b"\xef\xbb\xbf{\"name\": \"N\"}");
    assert_eq!((manifest.unwrap().name.as_deref(), problems), (Some("N"), vec![]));
}

#[test]
fn what_is_not_utf8_says_so_and_where() {
    let (line, message, hint) = refused(b"{\n\"name\": \"\xe4\"}");
    assert_eq!((line, message.as_str()), (2, "is not UTF-8: byte 0xe4 in line 2"));
    assert_eq!(hint, "save it as UTF-8");
    assert_eq!(refused(b"\xff\xfe{\0}\0").2, "it seems to be UTF-16; save it as UTF-8");
}

#[test]
fn what_is_no_json_says_where_and_what_is_often_meant() {
    for (text, line, hint) in [
        ("", 1, "a bracket, brace or quote is not closed"),
        ("{\"a\": 1,\n}", 2, "JSON has no comma after the last item"),
        ("{\"a\": [1,\n2,\n]}", 3, "JSON has no comma after the last item"),
        ("{\n 'a': 1}", 2, "texts and keys stand in double quotes"),
        ("{\n \"a\": 'x'}", 2, "texts and keys stand in double quotes"),
        ("{\n// so\n}", 2, "JSON has no comments"),
        ("{\"a\": 1} # so", 1, "JSON has no comments"),
        ("{\"a\": True}", 1, "JSON writes true, false and null, and has no NaN"),
        ("{\"a\": None}", 1, "JSON writes true, false and null, and has no NaN"),
        ("{\"a\": NaN}", 1, "JSON writes true, false and null, and has no NaN"),
        ("{a: 1}", 1, "keys stand in double quotes"),
        ("{\"a\": \"x\ny\"}", 2, r"a line break within a text is written \n"),
        (r#"{"a": "C:\data"}"#, 1, r"a backslash is written \\"),
        ("{\"a\": \"x", 1, "a bracket, brace or quote is not closed"),
        ("{} {}", 1, ""),
    ] {
        let (told, message, told_hint) = refused(text);
        assert!(message.starts_with("is not JSON: "), "{message}");
        assert_eq!((told, told_hint.as_str()), (line, hint), "{text}: {message}");
    }
    assert_eq!(refused("[1]").1, "is not a JSON object");
}

#[test]
fn text_that_would_overflow_the_stack_is_refused() {
    let (_, message, _) = refused("[".repeat(1 << 20));
    assert!(message.contains("recursion limit"), "{message}");
}

#[test]
fn problems_of_a_text_have_lines() {
    let text = "{\n\"name\": [],\n\"fields\": [\n{\"id\": \"a\", \"type\": \"text\"},\n{\"id\": \"b\",\n\
                \"type\": \"int\"},\n{\"type\": \"text\"}]\n}";
    let (manifest, problems) = Manifest::from_text(text);
    assert_eq!(manifest.unwrap().fields.len(), 2);
    let lines: Vec<_> = problems.iter().map(|p| (p.path.as_str(), p.line)).collect();
    let expected = [("name", Some(2)), ("fields[1].type", Some(6)), ("fields[2].id", Some(7))];
    assert_eq!(lines, expected);
}

#[test]
fn a_key_that_is_there_twice_is_a_warning() {
    let (manifest, problems) = Manifest::from_text("{\"name\": \"A\",\n\"name\": \"B\"}");
    assert_eq!(manifest.unwrap().name.as_deref(), Some("B"));
    assert_eq!(said(&problems), ["name: is there twice, first in line 1; the last one counts"]);
    assert_eq!((problems[0].line, problems[0].severity), (Some(2), Severity::Warning));
}

/// What the API shows of them.
#[test]
fn a_problem_as_json_has_only_what_is_known_of_it() {
    let problem = Problem::new("a", "is wrong");
    assert_eq!(
        serde_json::to_value(&problem).unwrap(),
        json!({"path": "a", "message": "is wrong"})
    );
    let (_, problems) = Manifest::from_text("{\"fields\": [{\"id\": \"a\", \"type\": \"int\"}]}");
    let value = serde_json::to_value(&problems[0]).unwrap();
    assert_eq!((&value["line"], &value["hint"]), (&json!(1), &json!("did you mean `number`?")));
    let read: Problem = serde_json::from_value(json!({"path": "a", "message": "b"})).unwrap();
    assert!(read.severity.is_error(), "workers send no severity");
}
