use super::super::Problem;
use super::*;

fn located(text: &str, paths: &[&str]) -> (Vec<Option<u32>>, Vec<Problem>) {
    let mut problems = Problems::default();
    paths.iter().for_each(|path| problems.push(Problem::new(*path, "")));
    locate(text, &mut problems);
    let mut all = problems.finish();
    let repeats = all.split_off(paths.len());
    (all.iter().map(|problem| problem.line).collect(), repeats)
}

fn lines(text: &str, paths: &[&str]) -> Vec<Option<u32>> {
    let (lines, repeats) = located(text, paths);
    assert_eq!(repeats, []);
    lines
}

const TEXT: &str = r#"{
  "name": "a \" } ] , b",
  "fields": [
    {"id": "a",
     "type":
        "x"},
    [1, 2,
     3], {
      "options": [
        {"value": 1}, {"value":
          2}
      ]
    }
  ],

  "f\u0061r": true
}"#;

#[test]
fn every_path_has_the_line_its_key_or_item_begins_in() {
    let paths = [
        "name",
        "fields",
        "fields[0]",
        "fields[0].type",
        "fields[1]",
        "fields[1][2]",
        "fields[2].options[1]",
        "fields[2].options[1].value",
        "far",
    ];
    let expected = [2, 3, 4, 5, 7, 8, 10, 10, 16].map(Some);
    assert_eq!(lines(TEXT, &paths), expected);
}

#[test]
fn what_is_missing_is_missing_in_what_is_around_it() {
    assert_eq!(lines(TEXT, &["fields[2].options[0].label", "fields[9].id"]), [Some(10), Some(3)]);
    assert_eq!(lines(TEXT, &["", "nothing", "nothing.at.all"]), [None, None, None]);
}

#[test]
fn a_key_that_is_there_twice_is_reported_and_its_first_value_forgotten() {
    let text = "{\"a\": {\"b\": 1},\n \"x\": [{\"y\": 1,\n \"y\": 2}],\n \"a\":\n {}}";
    let (lines, repeats) = located(text, &["a", "a.b", "x[0].y"]);
    assert_eq!(lines, [Some(4), Some(4), Some(3)], "a.b is not in the second a");
    let said: Vec<_> = repeats.iter().map(|p| (p.path.as_str(), p.line, &*p.message)).collect();
    let message = "is there twice, first in line";
    assert_eq!(
        said,
        [
            ("x[0].y", Some(3), &*format!("{message} 2; the last one counts")),
            ("a", Some(4), &*format!("{message} 1; the last one counts")),
        ]
    );
}

#[test]
fn a_great_many_repeats_are_only_counted() {
    let key = "k".repeat(1000);
    let text = format!("{{{}}}", vec![format!("\"{key}\":1"); 10_000].join(","));
    let (_, repeats) = located(&text, &[]);
    assert_eq!(repeats.len(), 101);
    assert_eq!(repeats[0].path, "k".repeat(40));
    assert_eq!(repeats[100].message, "has 9899 problems more");
}

/// The walk is only used on JSON that was read, but must not hang or fail on anything else.
#[test]
fn text_that_is_no_json_is_walked_to_its_end() {
    for text in ["", "\"", "\"\\", "{", "}}]]", "[,,", "{\"a\"", "{\"a\":,:\"b\"ä}", "ä\u{2028}\"ä"]
    {
        located(text, &["a", "a[1].b"]);
    }
}
