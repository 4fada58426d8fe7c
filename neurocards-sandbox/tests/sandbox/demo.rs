use neurocards_adapters::video;
use serde_json::json;

use crate::program::{DemoFolder, booked, each};

#[test]
fn three_videos_are_made_and_three_credits_taken() {
    let demo = DemoFolder::new();
    let report = demo.report(0, &["--count", "3"]);
    assert_eq!(report["ok"], true);
    assert_eq!(
        report["credits"],
        json!({"before": 10, "after": 7, "held": 0})
    );
    assert_eq!(each(&report["videos"], "outcome"), ["delivered"; 3]);
    assert_eq!(
        (booked(&report, "hold"), booked(&report, "capture")),
        (3, 3)
    );
    assert_eq!(report["effects"]["create_task"], 3);
    assert_eq!(report["messages"]["videos"], 3);
}

#[test]
fn the_files_are_upright_videos_of_the_length_asked_for() {
    let demo = DemoFolder::new();
    let report = demo.report(0, &[]);
    let file = std::fs::read(demo.out().join("video-1.mp4")).unwrap();
    let facts = video::probe(&file).unwrap();
    assert_eq!(facts.seconds, 5);
    assert!(facts.height > facts.width);
    let video = &report["videos"][0];
    assert_eq!(video["size_bytes"], file.len());
    assert_eq!(video["seconds"], 5);
    assert_eq!(video["height"], facts.height);
}

#[test]
fn an_own_prompt_needs_no_text_model() {
    let demo = DemoFolder::new();
    let report = demo.report(
        0,
        &["--template", "self", "--prompt", "Кружка <b>кружится</b>"],
    );
    assert_eq!(report["template"], "self");
    assert_eq!(report["effects"]["prompt"], 0);
}

#[test]
fn the_summary_for_people_names_files_and_credits() {
    let demo = DemoFolder::new();
    let output = demo.demo(&["--seconds", "5"]);
    let words = String::from_utf8(output.stdout).unwrap();
    assert_eq!(output.status.code(), Some(0), "{words}");
    for word in [
        "10 before, 9 after",
        "video-1.mp4",
        "720x1280",
        "grant 10, hold 1, capture 1",
    ] {
        assert!(words.contains(word), "{word} is missing in {words}");
    }
    assert!(
        output.stderr.is_empty(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
}
