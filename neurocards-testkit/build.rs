//! Lists the cases of the conformance suite, so that each is named once: where it is written.
//!
//! The public modules below `src/conformance.rs` hold the cases: each public function there is one.
//! The list becomes the macro `every_conformance_case`, which `conformance_tests` expands to.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs};

/// The beginning of a case, up to its name.
const CASE: &str = "pub async fn ";

fn main() {
    println!("cargo::rerun-if-changed=src/conformance");
    println!("cargo::rerun-if-changed=src/conformance.rs");
    let root = Path::new("src/conformance");
    let mut tests = String::new();
    for module in public_modules(&source_of(root)) {
        write_module(&root.join(&module), &module, &mut tests);
    }
    let list = format!(
        "/// One test per case of the conformance suite.\n\
         #[doc(hidden)]\n#[macro_export]\n\
         macro_rules! every_conformance_case {{\n($fresh:ident) => {{\n{tests}}};\n}}\n"
    );
    let folder = env::var_os("OUT_DIR").expect("cargo names a folder for what is generated");
    let file = PathBuf::from(folder).join("every_conformance_case.rs");
    fs::write(&file, list).expect("the generated list is written");
}

/// The source of the module whose submodules are in `folder`.
fn source_of(folder: &Path) -> String {
    let file = folder.with_extension("rs");
    fs::read_to_string(&file).unwrap_or_else(|error| panic!("{}: {error}", file.display()))
}

fn public_modules(source: &str) -> Vec<String> {
    let names = source.lines().filter_map(|line| {
        let name = line.strip_prefix("pub mod ")?.strip_suffix(';')?;
        Some(name.to_owned())
    });
    names.collect()
}

/// Writes a test module of the cases in one module and below it; `path` is written with `::`.
fn write_module(folder: &Path, path: &str, tests: &mut String) {
    let source = source_of(folder);
    let name = path.rsplit("::").next().unwrap_or(path);
    add(tests, &format!("mod {name} {{\nuse super::*;"));
    for line in source.lines().filter(|line| line.starts_with("pub ")) {
        match case(line) {
            Some(case) => add(
                tests,
                &format!("$crate::conformance_tests!(@case $fresh [{path}] {case});"),
            ),
            None if line.starts_with("pub mod ") => {}
            None => panic!("{}: only cases may be public: {line}", folder.display()),
        }
    }
    for module in public_modules(&source) {
        let path = format!("{path}::{module}");
        write_module(&folder.join(&module), &path, tests);
    }
    add(tests, "}");
}

/// The name of the case that begins on this line.
fn case(line: &str) -> Option<&str> {
    let (name, arguments) = line.strip_prefix(CASE)?.split_once('(')?;
    arguments.contains(": &Harness)").then_some(name)
}

fn add(tests: &mut String, line: &str) {
    writeln!(tests, "{line}").expect("a string takes any text");
}
