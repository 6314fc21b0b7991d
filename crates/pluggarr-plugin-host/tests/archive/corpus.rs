//! The archives that `fuzz_archive` starts from, each with the outcome it is there for.

use std::fs;
use std::path::{Path, PathBuf};

use crate::check::check;
use crate::made::{Made, code, file, link, zip};

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fixtures/corpus/zips")
}

/// What the corpus is made of; `UPDATE_CORPUS=1` writes it anew.
fn seeds() -> Vec<(&'static str, Vec<u8>)> {
    let good = || {
        vec![
            code("p/plugin.py"),
            file("p/plugin.json", "{\"name\": \"P\"}"),
            file("p/logo.png", "png"),
        ]
    };
    let with = |entry: Made| zip(&[good(), vec![entry]].concat());
    let stored = |entry: Made| Made { is_stored: true, ..entry };
    let zip64 = {
        let mut writer = zip_writer();
        let options = zip::write::SimpleFileOptions::default().large_file(true);
        writer.start_file("p/plugin.py", options).unwrap();
        std::io::Write::write_all(&mut writer, b"class Plugin: pass").unwrap();
        writer.finish().unwrap().into_inner()
    };
    vec![
        ("good", zip(&good())),
        ("stored", zip(&good().into_iter().map(stored).collect::<Vec<_>>())),
        ("flat", zip(&[code("plugin.py"), file("sub/__init__.py", "")])),
        ("package", zip(&[code("a/b/__init__.py"), file("a/Logo.PNG", "png")])),
        ("folders", with(Made { mode: 0o040_755, ..file("p/empty/", "") })),
        ("zip64", zip64),
        ("commented", {
            let mut bytes = zip(&good());
            let end = bytes.len() - 2;
            bytes[end] = 9;
            bytes.extend(b"a comment");
            bytes
        }),
        ("prefixed", [b"#!/bin/sh\n".to_vec(), zip(&good())].concat()),
        ("dots", with(file("p/../p/./x.txt", "x"))),
        ("litter", with(file("__MACOSX/p/._plugin.py", "x"))),
        ("climbing", with(file("p/../../x", "x"))),
        ("absolute", with(file("/tmp/x", "x"))),
        ("link", with(link("p/link", "/etc/passwd"))),
        ("twice", with(code("p/plugin.py"))),
        ("case", with(code("p/PLUGIN.py"))),
        ("lies", with(Made { bytes: Some(3), ..file("p/zeros", "0".repeat(3000)) })),
        ("sum", with(Made { sum: Some(1), ..file("p/x", "x") })),
        ("shared", with(Made { shares: Some(1), ..file("p/plugin.json", "x") })),
        ("encrypted", with(Made { flags: 1, ..file("p/x", "x") })),
        ("method", with(Made { method: Some(99), ..file("p/x", "x") })),
        ("cut", {
            let bytes = zip(&good());
            bytes[..bytes.len() - 30].to_vec()
        }),
        ("empty", zip(&[])),
    ]
}

fn zip_writer() -> zip::ZipWriter<std::io::Cursor<Vec<u8>>> {
    zip::ZipWriter::new(std::io::Cursor::new(Vec::new()))
}

#[test]
fn every_archive_of_the_corpus_has_the_outcome_it_is_there_for() {
    if std::env::var_os("UPDATE_CORPUS").is_some() {
        fs::create_dir_all(folder()).unwrap();
        for (name, bytes) in seeds() {
            fs::write(folder().join(format!("{name}.zip")), bytes).unwrap();
        }
    }
    let place = tempfile::tempdir().unwrap();
    let mut seen = 0;
    for (name, _) in seeds() {
        let bytes = fs::read(folder().join(format!("{name}.zip"))).unwrap();
        let outcome = check(&bytes, place.path());
        let expected = match name {
            "good" | "stored" | "folders" | "zip64" | "commented" | "prefixed" | "dots"
            | "litter" => "key p",
            "flat" => "key made",
            "package" => "key b",
            "climbing" | "absolute" | "link" => "Unsafe path in archive: entry ",
            "twice" | "case" | "lies" | "sum" | "shared" | "encrypted" | "method" => {
                "Invalid zip file: entry "
            }
            "cut" => "Invalid zip file: ",
            "empty" => "Archive is empty",
            other => panic!("what is {other} there for?"),
        };
        assert!(outcome.starts_with(expected), "{name}: {outcome}");
        seen += 1;
    }
    // What a fuzzer found once is put beside them by hand, and has to do no harm.
    for entry in fs::read_dir(folder()).unwrap() {
        check(&fs::read(entry.unwrap().path()).unwrap(), place.path());
    }
    assert_eq!(seen, 22);
}
