//! `fixtures/corpus/manifests`: one oddity per file, and what once went wrong. The fuzzer begins with them.

use std::path::Path;

use pluggarr_plugin_protocol::Manifest;

use crate::laws;

/// The files by name, in order.
pub fn files() -> Vec<(String, Vec<u8>)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fixtures/corpus/manifests");
    let mut files: Vec<_> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| {
            let path = entry.unwrap().path();
            let name = path.file_name().unwrap().to_string_lossy().into_owned();
            (name, std::fs::read(path).unwrap())
        })
        .collect();
    files.sort();
    files
}

/// A name says what is expected: `refused-…` is no manifest, `odd-…` is one with problems, `good-…` has none.
#[test]
fn every_file_is_read_as_its_name_says() {
    let files = files();
    assert!(files.len() > 20, "{} files", files.len());
    for (name, bytes) in files {
        laws::hold(&bytes);
        let (manifest, problems) = Manifest::from_bytes(&bytes);
        let told = match (manifest, problems.is_empty()) {
            (None, _) => "refused",
            (Some(_), false) => "odd",
            (Some(_), true) => "good",
        };
        assert_eq!(name.split('-').next(), Some(told), "{name}: {problems:?}");
    }
}
