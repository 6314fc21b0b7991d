//! Packing a folder: the same bytes every time, and nothing that an import would refuse.

use std::fs;
use std::io::Cursor;
use std::path::Path;

use pluggarr_plugin_host::archive::{ArchiveError, Limits, Packed, PluginArchive, pack, sha256};

fn write(folder: &Path, files: &[(&str, &str)]) {
    for (name, content) in files {
        let path = folder.join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, content).unwrap();
    }
}

fn packed(folder: &Path) -> Result<(Packed, Vec<u8>), ArchiveError> {
    let mut zip = Cursor::new(Vec::new());
    let packed = pack(folder, &mut zip, &Limits::default())?;
    Ok((packed, zip.into_inner()))
}

const FILES: [(&str, &str); 3] =
    [("plugin.py", "class Plugin: pass"), ("sub/b.py", "b"), ("a.txt", "a")];

#[test]
fn the_same_files_give_the_same_bytes_and_only_the_authors_are_packed() {
    let place = tempfile::tempdir().unwrap();
    let (one, two) = (place.path().join("1/My Plug"), place.path().join("2/My Plug"));
    write(&one, &FILES);
    let mut turned = FILES;
    turned.reverse();
    write(&two, &turned);
    let others = [
        ("__pycache__/plugin.cpython-313.pyc", ""),
        (".git/config", ""),
        (".env", "SECRET"),
        ("uploads/x", "mine"),
        ("old.pyc", ""),
    ];
    write(&two, &others);
    let (about, first) = packed(&one).unwrap();
    assert_eq!(about, Packed { files: 3, bytes: 20 });
    assert_eq!(first, packed(&two).unwrap().1);
    let mut archive =
        PluginArchive::read(Cursor::new(&first), "x.zip", &Limits::default()).unwrap();
    assert_eq!((archive.key.as_str(), archive.folder().as_str()), ("my_plug", "My Plug"));
    let out = place.path().join("out");
    fs::create_dir(&out).unwrap();
    archive.unpack(&out).unwrap();
    assert_eq!(fs::read_to_string(out.join("sub/b.py")).unwrap(), "b");
    assert_eq!(
        sha256(Cursor::new(b"abc")).unwrap(),
        "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
    );
}

#[test]
fn what_an_import_would_refuse_is_not_packed() {
    let place = tempfile::tempdir().unwrap();
    let linked = place.path().join("linked");
    write(&linked, &FILES);
    std::os::unix::fs::symlink("/etc/passwd", linked.join("leak.txt")).unwrap();
    let error = packed(&linked).unwrap_err().to_string();
    assert_eq!(
        error,
        "Unsafe path in archive: entry \"linked/leak.txt\": it is a link or no plain file"
    );
    let none = "Invalid plugin: missing plugin.py or package __init__.py";
    write(&place.path().join("inside"), &[("deeper/plugin.py", "")]);
    assert_eq!(packed(&place.path().join("inside")).unwrap_err().to_string(), none);
    write(&place.path().join("Apps"), &FILES);
    assert!(
        packed(&place.path().join("Apps")).unwrap_err().to_string().starts_with("Invalid plugin: ")
    );
    write(&place.path().join("cases"), &[("plugin.py", ""), ("Plugin.py", "")]);
    assert!(
        packed(&place.path().join("cases"))
            .unwrap_err()
            .to_string()
            .contains("upper and lower case")
    );
    assert!(packed(&place.path().join("nowhere")).is_err());
}
