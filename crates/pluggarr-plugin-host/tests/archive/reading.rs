//! What is accepted, what is refused, and in which words.

use std::io::Cursor;

use pluggarr_plugin_host::archive::{ArchiveError, Limits, PluginArchive};

use crate::made::{CODE, LINK, Made, code, file, link, record, zip};

fn read(bytes: Vec<u8>) -> Result<PluginArchive<Cursor<Vec<u8>>>, ArchiveError> {
    PluginArchive::read(Cursor::new(bytes), "Flat-Plug 1.0.zip", &Limits::default())
}

/// What it would be installed as, and the files.
fn accepted(entries: &[Made]) -> (String, Vec<String>) {
    let mut archive = read(zip(entries)).unwrap();
    let folder = tempfile::tempdir().unwrap();
    archive.unpack(folder.path()).unwrap();
    let files = archive.files().map(|(path, _)| path).collect();
    (archive.key.to_string(), files)
}

/// Why it is refused, at the latest while it is unpacked.
fn refused(bytes: Vec<u8>) -> String {
    let folder = tempfile::tempdir().unwrap();
    match read(bytes) {
        Err(error) => error.to_string(),
        Ok(mut archive) => archive.unpack(folder.path()).expect_err("accepted").to_string(),
    }
}

#[test]
fn a_plugin_at_any_depth_is_found_and_only_its_folder_is_taken() {
    assert_eq!(accepted(&[code("plugin.py")]), ("flat_plug_1_0".into(), vec!["plugin.py".into()]));
    let (key, files) = accepted(&[
        code("repo-main/src/My-Plug/plugin.py"),
        file("repo-main/src/My-Plug/sub/data.txt", "x"),
        file("repo-main/README.md", "x"),
        code("repo-main/other/__init__.py"),
    ]);
    assert_eq!((key.as_str(), files.join(" ").as_str()), ("my_plug", "plugin.py sub/data.txt"));
    assert_eq!(accepted(&[code("a/../b/plugin.py")]).0, "b");
    assert_eq!(accepted(&[code(".hidden/plugin.py")]).0, "hidden");
}

#[test]
fn what_is_unpacked_is_what_was_packed_with_plain_modes() {
    use std::os::unix::fs::PermissionsExt as _;
    let folder = tempfile::tempdir().unwrap();
    let data: Vec<u8> = (0..200_000u32).flat_map(u32::to_le_bytes).collect();
    let bytes = zip(&[
        Made { mode: 0o104_777, ..code("p/plugin.py") },
        Made { is_stored: true, ..file("p/a/b/data.bin", &data) },
        Made { mode: 0o040_755, ..file("p/empty/", "") },
    ]);
    read(bytes).unwrap().unpack(folder.path()).unwrap();
    assert_eq!(std::fs::read(folder.path().join("a/b/data.bin")).unwrap(), data);
    assert!(folder.path().join("empty").is_dir());
    let about = folder.path().join("plugin.py").metadata().unwrap();
    assert_eq!(about.permissions().mode() & 0o7777 & !0o644, 0, "setuid and x are not kept");
}

#[test]
fn litter_is_left_out_and_counted() {
    let entries = [
        file("__MACOSX/nice/._plugin.py", "x"),
        code("nice/plugin.py"),
        file("nice/.DS_Store", "x"),
        file("nice/__pycache__/plugin.cpython-39.pyc", "x"),
    ];
    assert_eq!(accepted(&entries), ("nice".into(), vec!["plugin.py".into()]));
    assert_eq!(read(zip(&entries)).unwrap().ignored, 3);
}

#[test]
fn the_logo_is_taken_from_where_it_lies() {
    let (_, files) = accepted(&[code("r/p/plugin.py"), file("r/Logo.PNG", "x")]);
    assert_eq!(files, ["plugin.py", "logo.png"]);
    let (_, files) =
        accepted(&[code("p/plugin.py"), file("p/LOGO.png", "x"), file("logo.png", "y")]);
    assert_eq!(files, ["plugin.py", "logo.png"]);
    // A folder of that name stands in its way.
    let (_, files) =
        accepted(&[code("p/plugin.py"), file("p/logo.png/x", "x"), file("logo.png", "y")]);
    assert_eq!(files, ["plugin.py", "logo.png/x"]);
}

#[test]
fn names_that_lead_elsewhere_are_refused_with_everything_else() {
    for name in ["../x", "p/../../x", "/tmp/x", "//tmp/x", "C:/x", "p\\..\\..\\x", "p/a\nb"] {
        let error = refused(zip(&[code("p/plugin.py"), file(name, "x")]));
        assert!(
            error.starts_with(&format!("Unsafe path in archive: entry {name:?}: its name")),
            "{error}"
        );
    }
    let deep = format!("p/{}plugin.py", "d/".repeat(501));
    assert!(refused(zip(&[code(&deep)])).contains("it lies more than 32 folders deep"));
}

#[test]
fn links_and_special_files_are_refused() {
    let refusals = [
        (vec![link("p/plugin.py", "../../../etc/passwd")], "it is a symbolic link"),
        (
            vec![code("p/plugin.py"), link("p/dir", "/tmp"), file("p/dir/x", "x")],
            "it is a symbolic link",
        ),
        (
            vec![code("p/plugin.py"), Made { mode: LINK, ..file("p/dir/", "/tmp") }],
            "it is a symbolic link",
        ),
        (vec![code("p/plugin.py"), Made { mode: 0o010_644, ..file("p/f", "") }], "it is a device"),
        (vec![code("p/plugin.py"), Made { mode: 0o020_644, ..file("p/f", "") }], "it is a device"),
    ];
    for (entries, why) in refusals {
        let error = refused(zip(&entries));
        assert!(
            error.starts_with("Unsafe path in archive: entry \"p/") && error.contains(why),
            "{error}"
        );
    }
}

#[test]
fn two_entries_in_one_place_are_refused() {
    let refusals = [
        ("p/plugin.py", "it is in the archive more than once"),
        ("p/x/../plugin.py", "it is in the archive more than once"),
        ("p/Plugin.PY", "it differs from \"p/plugin.py\" only in upper and lower case"),
        ("p/plugin.py/x", "`p/plugin.py` is a file and a folder"),
        ("P/PLUGIN.py/x", "`P/PLUGIN.py` is a file and a folder"),
    ];
    for (name, why) in refusals {
        let error = refused(zip(&[code("p/plugin.py"), file(name, "x")]));
        assert!(error.starts_with("Invalid zip file: entry ") && error.ends_with(why), "{error}");
    }
    assert_eq!(
        accepted(&[code("p/plugin.py"), file("P/x.py", "")]).1,
        ["plugin.py"],
        "folders may"
    );
}

#[test]
fn what_the_limits_forbid_is_refused_by_what_the_archive_says() {
    let many: Vec<_> = (0..3000).map(|n| file(&format!("p/{n}"), "")).collect();
    assert_eq!(
        refused(zip(&many)),
        "Archive has too many files: entry \"p/2000\": more than 2000 files"
    );
    let folders: Vec<_> = (0..3000).map(|n| file(&format!("p/{n}/"), "")).collect();
    assert!(refused(zip(&folders)).ends_with("more than 2000 folders"));
    let implied: Vec<_> =
        (0..200).map(|n| file(&format!("{n}/{}x", "d/".repeat(20)), "")).collect();
    assert!(refused(zip(&implied)).ends_with("more than 2000 folders"));
    let large = Made { bytes: Some(1 << 30), ..file("p/zeros", "0") };
    assert_eq!(
        refused(zip(&[code("p/plugin.py"), large])),
        "Archive contains a file that is too large: entry \"p/zeros\": 1.0 GiB and the limit is 200.0 MiB"
    );
    let half = |name| Made { bytes: Some(150 << 20), ..file(name, "0") };
    let error = refused(zip(&[half("p/a"), half("p/b")]));
    assert!(
        error.starts_with("Archive is too large: entry \"p/b\": with it, it is 300.0 MiB"),
        "{error}"
    );
}

#[test]
fn sizes_that_lie_are_found_out_while_unpacking() {
    let zeros = vec![0; 20 << 20];
    let error =
        refused(zip(&[code("p/plugin.py"), Made { bytes: Some(10), ..file("p/z", &zeros) }]));
    assert!(error.starts_with("Invalid zip file: entry \"p/z\": "), "{error}");
    let error = refused(zip(&[code("p/plugin.py"), Made { bytes: Some(99), ..file("p/z", "0") }]));
    assert_eq!(
        error,
        "Invalid zip file: entry \"p/z\": it has 1 bytes, not 99 as the archive says"
    );
}

#[test]
fn bytes_that_belong_to_two_entries_are_refused() {
    // An entry inside of another one's contents, both with headers that agree: so a few bytes become many files.
    let inner = code("p/plugin.py");
    let outer = Made { is_stored: true, ..file("p/a", record(&inner)) };
    let inner = Made { at: Some(30 + 3), ..inner };
    assert_eq!(
        refused(zip(&[outer, inner])),
        "Invalid zip file: entry \"p/plugin.py\": its bytes are those of another entry as well"
    );
    // One that ends in the directory.
    let mut bytes = zip(&[Made { is_stored: true, ..code("p/plugin.py") }]);
    let longer = (CODE.len() as u32 + 10).to_le_bytes();
    let directory = record(&Made { is_stored: true, ..code("p/plugin.py") }).len();
    for place in [18, 22, directory + 20, directory + 24] {
        bytes[place..place + 4].copy_from_slice(&longer);
    }
    assert!(refused(bytes).ends_with("its bytes are those of another entry as well"));
}

#[test]
fn damaged_encrypted_and_oddly_compressed_entries_are_named() {
    let refusals = [
        (Made { sum: Some(1), ..code("p/plugin.py") }, "Invalid checksum"),
        (Made { flags: 1, ..code("p/plugin.py") }, "it is encrypted"),
        (Made { method: Some(99), ..code("p/plugin.py") }, "it is compressed by"),
        (Made { method: Some(12), ..code("p/plugin.py") }, "it is compressed by"),
        (Made { local_name: Some(b"p/harmless".to_vec()), ..code("p/plugin.py") }, "header"),
    ];
    for (entry, why) in refusals {
        let error = refused(zip(&[entry]));
        assert!(error.starts_with("Invalid zip file: entry \"p/plugin.py\": "), "{error}");
        assert!(error.contains(why), "{error}");
    }
}

#[test]
fn what_is_no_zip_or_holds_no_plugin_is_told_apart() {
    let good = zip(&[code("p/plugin.py")]);
    assert!(refused(b"<html>".to_vec()).starts_with("Invalid zip file: "));
    assert!(refused(Vec::new()).starts_with("Invalid zip file: "));
    assert!(refused(good[..good.len() / 2].to_vec()).starts_with("Invalid zip file: "));
    assert_eq!(refused(zip(&[])), "Archive is empty");
    let none = "Invalid plugin: missing plugin.py or package __init__.py";
    assert_eq!(refused(zip(&[file("readme/README.md", "x")])), none);
    assert_eq!(refused(zip(&[file("inner.zip", &good)])), none);
    assert!(
        refused(zip(&[code("apps/plugin.py")]))
            .starts_with("Invalid plugin: entry \"apps\": `apps` is")
    );
}

#[test]
fn junk_before_the_zip_is_fine_as_in_zips_that_unpack_themselves() {
    let bytes = [b"#!/bin/sh\necho hello\n".to_vec(), zip(&[code("p/plugin.py")])].concat();
    assert_eq!(read(bytes).unwrap().key.as_str(), "p");
}
