//! Starting the program, and photos for it.

use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use serde_json::Value;
use tempfile::TempDir;

/// The program under test.
pub(crate) fn program() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_neurocards-sandbox"));
    command.env_remove("RUST_LOG").stdin(Stdio::null());
    command
}

/// A folder with a photo in it.
pub(crate) struct DemoFolder {
    pub(crate) folder: TempDir,
}

impl DemoFolder {
    pub(crate) fn new() -> Self {
        let demo = Self {
            folder: TempDir::new().unwrap(),
        };
        let shade = |x: u32, y: u32| image::Rgb([x, y, x + y].map(|at| at.to_le_bytes()[0]));
        image::RgbImage::from_fn(600, 800, shade)
            .save(demo.photo())
            .unwrap();
        demo
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    pub(crate) fn photo(&self) -> PathBuf {
        self.path("mug.png")
    }

    pub(crate) fn out(&self) -> PathBuf {
        self.path("out")
    }

    /// `demo` with everything it needs; what is given comes behind, and the last word counts.
    pub(crate) fn demo(&self, options: &[&str]) -> Output {
        self.demo_of(&self.photo(), "Кружка ручной работы, 300 мл", options)
    }

    pub(crate) fn demo_of(&self, photo: &Path, text: &str, options: &[&str]) -> Output {
        let mut demo = program();
        demo.arg("demo")
            .arg("--photo")
            .arg(photo)
            .args(["--text", text]);
        demo.arg("--out")
            .arg(self.out())
            .args(options)
            .output()
            .unwrap()
    }

    /// A demo's document, after 5 second videos; fails with all it wrote unless it ended with `code`.
    pub(crate) fn report(&self, code: i32, options: &[&str]) -> Value {
        let output = self.demo(&[&["--json", "--seconds", "5"], options].concat());
        assert_eq!(output.status.code(), Some(code), "{output:#?}");
        serde_json::from_slice(&output.stdout).unwrap()
    }
}

/// The words of one field of all objects of a list.
pub(crate) fn each<'a>(list: &'a Value, field: &str) -> Vec<&'a Value> {
    list.as_array()
        .unwrap()
        .iter()
        .map(|one| &one[field])
        .collect()
}

/// How many ledger entries are of this kind.
pub(crate) fn booked(report: &Value, kind: &str) -> usize {
    each(&report["entries"], "kind")
        .into_iter()
        .filter(|word| **word == kind)
        .count()
}
