use std::process::Output;

use crate::program::{DemoFolder, program};

/// Exit code 2, so many lines on standard error that say these words, nothing on standard output.
fn refused(output: &Output, lines: &[&str]) {
    let words = String::from_utf8(output.stderr.clone()).unwrap();
    assert_eq!(output.status.code(), Some(2), "{words}");
    assert_eq!(words.lines().count(), lines.len(), "{words}");
    for line in lines {
        assert!(words.contains(line), "{line} is missing in {words}");
    }
    assert!(output.stdout.is_empty());
}

#[test]
fn a_photo_that_is_missing_or_none_is_refused() {
    let demo = DemoFolder::new();
    let text = demo.path("text.txt");
    std::fs::write(&text, "no picture").unwrap();
    let cases = [
        (demo.path("nowhere.jpg"), "No such file"),
        (text, "no JPEG, PNG or WebP"),
        (demo.path(""), "no file"),
    ];
    for (photo, words) in cases {
        refused(&demo.demo_of(&photo, "Кружка", &[]), &[words]);
    }
}

#[test]
fn a_photo_that_is_too_large_is_refused_by_its_size() {
    let demo = DemoFolder::new();
    let large = demo.path("large.jpg");
    std::fs::File::create(&large)
        .unwrap()
        .set_len(20 * 1024 * 1024 + 1)
        .unwrap();
    refused(&demo.demo_of(&large, "Кружка", &[]), &["20971521 bytes"]);
}

#[test]
fn an_empty_text_is_refused() {
    let demo = DemoFolder::new();
    refused(
        &demo.demo_of(&demo.photo(), " \n ", &[]),
        &["--text: the text is empty"],
    );
}

#[test]
fn what_is_not_offered_is_refused_with_the_offers() {
    let demo = DemoFolder::new();
    for (option, value, words) in [
        ("--count", "2", "expected 1, 3 or 5"),
        ("--seconds", "7", "expected one of 5, 10, 15"),
        ("--template", "film", "expected ugc, ad or self"),
        ("--fault", "fire", "expected one of kie-500"),
    ] {
        refused(&demo.demo(&[option, value]), &[words]);
    }
}

#[test]
fn an_own_prompt_and_its_template_go_together() {
    let demo = DemoFolder::new();
    refused(&demo.demo(&["--template", "self"]), &["needs --prompt"]);
    refused(
        &demo.demo(&["--prompt", "x"]),
        &["only with --template self"],
    );
}

#[test]
fn a_place_that_cannot_be_written_is_refused() {
    let demo = DemoFolder::new();
    let photo = demo.photo();
    let below_a_file = photo.join("out");
    refused(
        &demo.demo(&["--out", below_a_file.to_str().unwrap()]),
        &["--out"],
    );
}

#[test]
fn every_fault_of_the_input_is_told_at_once() {
    let demo = DemoFolder::new();
    let output = demo.demo_of(&demo.photo(), "", &["--count", "4", "--fault", "fire"]);
    refused(&output, &["--text", "--count 4", "--fault fire"]);
}

#[test]
fn a_folder_of_an_earlier_run_is_not_used_again() {
    let demo = DemoFolder::new();
    let data = demo.folder.path().to_str().unwrap();
    let output = demo.demo(&["--data", data]);
    refused(&output, &["not empty"]);
}

#[test]
fn the_help_names_every_fault_and_field() {
    let output = program().args(["demo", "--help"]).output().unwrap();
    let help = String::from_utf8(output.stdout).unwrap();
    for word in [
        "--photo",
        "--text",
        "--template",
        "--prompt",
        "--count",
        "--seconds",
        "--out",
        "--fault",
        "--json",
        "--data",
        "kie-500",
        "kie-500-forever",
        "kie-moderation",
        "kie-rate-limit",
        "kie-lost-reply",
        "openai-down",
        "worker-killed",
        "promises",
        "Exit codes",
    ] {
        assert!(help.contains(word), "{word} is missing");
    }
}
