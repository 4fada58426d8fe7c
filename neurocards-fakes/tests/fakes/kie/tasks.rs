//! From a request to a video.

use std::time::Duration;

use neurocards_fakes::kie::{Ending, Plan, Renderer, Shot, Stage, TaskIdStyle};
use serde_json::Value;

use super::rig::{Rig, photo, quick};

/// A video that shows what was to be filmed.
struct Echo;

impl Renderer for Echo {
    fn render(&self, shot: &Shot) -> Result<Vec<u8>, String> {
        let photo = shot.photo.as_deref().unwrap_or_default();
        Ok([
            photo,
            shot.prompt.as_bytes(),
            &[u8::try_from(shot.seed).unwrap()],
        ]
        .concat())
    }
}

fn urls(record: &Value) -> Vec<String> {
    let result: Value = serde_json::from_str(record["resultJson"].as_str().unwrap()).unwrap();
    serde_json::from_value(result["resultUrls"].clone()).unwrap()
}

#[cfg(feature = "render")]
async fn video_of(rig: &Rig, record: &Value) -> Vec<u8> {
    let answer = rig.http.get(&urls(record)[0]).send().await.unwrap();
    answer.bytes().await.unwrap().to_vec()
}

#[tokio::test]
async fn the_submitted_photo_and_prompt_make_the_video() {
    let rig = Rig::with(quick().renderer(Echo)).await;
    let request = rig.request().await;
    let task = rig.task(&request).await;
    let record = rig.reach(&task, "success").await;
    let video = rig.http.get(&urls(&record)[0]).send().await.unwrap();
    assert_eq!(video.headers()["content-type"], "video/mp4");
    let expected = [photo().as_slice(), b"slow push-in on the bottle", &[0]].concat();
    assert_eq!(video.bytes().await.unwrap(), expected);
}

#[cfg(feature = "render")]
#[tokio::test]
async fn the_default_renderer_makes_a_video_that_plays() {
    use neurocards_fakes::kie::PhotoClip;
    use neurocards_fakes::render::{ClipOptions, probe};
    let rig = Rig::with(quick().renderer(PhotoClip::new(ClipOptions::tiny()))).await;
    let task = rig.task(&rig.request().await).await;
    let record = rig.reach(&task, "success").await;
    let video = video_of(&rig, &record).await;
    let facts = probe(&video).unwrap();
    assert_eq!((facts.width, facts.height), (180, 320));
    assert_eq!(facts.duration, Duration::from_secs(5));
}

#[cfg(feature = "render")]
#[tokio::test]
async fn the_video_of_a_fake_that_films_nothing_plays_too() {
    let rig = Rig::start().await;
    let task = rig.task(&rig.request().await).await;
    let record = rig.reach(&task, "success").await;
    let video = video_of(&rig, &record).await;
    assert!(neurocards_fakes::render::probe(&video).unwrap().streams);
}

#[tokio::test]
async fn a_task_passes_through_its_stages_and_stays_in_the_last_until_released() {
    let rig = Rig::start().await;
    rig.kie.plan_next(
        Plan::default()
            .through([Stage::new("queuing", 0), Stage::new("reviewing", 0)])
            .held(),
    );
    let task = rig.task(&rig.request().await).await;
    let record = rig.reach(&task, "reviewing").await;
    assert_eq!(record["resultJson"], "");
    assert!(record["completeTime"].is_null());
    assert!(rig.kie.release(&task));
    rig.reach(&task, "success").await;
}

#[tokio::test]
async fn held_tasks_can_be_let_go_to_another_end() {
    let rig = Rig::start().await;
    rig.kie.hold();
    let request = rig.request().await;
    let (first, second) = (rig.task(&request).await, rig.task(&request).await);
    let refused = Ending::Fail {
        code: Some("1501".to_owned()),
        message: None,
    };
    assert!(rig.kie.release_to(&first, refused));
    let record = rig.reach(&first, "fail").await;
    assert_eq!(record["failCode"], "1501");
    assert!(record["failMsg"].is_null());
    assert!(!rig.kie.release_to(&first, Ending::NoUrls), "it is over");
    rig.kie.release_all();
    rig.reach(&second, "success").await;
}

#[tokio::test]
async fn a_moderated_task_fails_with_the_text_of_the_moderator() {
    let rig = Rig::start().await;
    rig.kie.plan_next(Plan::moderated());
    let task = rig.task(&rig.request().await).await;
    let record = rig.reach(&task, "fail").await;
    assert_eq!(record["failCode"], "400");
    let text = "Your prompt was caught by our AI moderator. Please adjust it and try again!";
    assert_eq!(record["failMsg"], text);
}

#[tokio::test]
async fn a_task_that_could_not_start_has_failed_at_the_first_look() {
    let rig = Rig::start().await;
    rig.kie.plan_next(Plan::task_id_blank());
    let task = rig.task(&rig.request().await).await;
    let record = rig.reach(&task, "fail").await;
    assert_eq!(
        record["failMsg"],
        "generate playground failed, task id is blank"
    );
    assert!(record["costTime"].is_null() && record["completeTime"].is_null());
}

#[tokio::test]
async fn a_timeout_can_turn_into_a_success() {
    let rig = Rig::start().await;
    rig.kie
        .plan_next(Plan::times_out_then_succeeds(Duration::from_millis(1)));
    let task = rig.task(&rig.request().await).await;
    let record = rig.reach(&task, "success").await;
    assert!(record["failCode"].is_null());
    assert_eq!(urls(&record).len(), 1);
}

#[tokio::test]
async fn a_success_can_have_a_broken_result_or_any_number_of_urls() {
    let rig = Rig::start().await;
    let request = rig.request().await;
    for count in [1, 2, 6] {
        rig.kie
            .plan_next(Plan::ending(Ending::Success { urls: count }));
        let task = rig.task(&request).await;
        let found = urls(&rig.reach(&task, "success").await);
        assert_eq!(found.len(), usize::from(count));
    }
    rig.kie.plan_next(Plan::ending(Ending::NoUrls));
    let task = rig.task(&request).await;
    assert!(urls(&rig.reach(&task, "success").await).is_empty());
    rig.kie.plan_next(Plan::ending(Ending::BrokenResult));
    let task = rig.task(&request).await;
    let record = rig.reach(&task, "success").await;
    assert!(serde_json::from_str::<Value>(record["resultJson"].as_str().unwrap()).is_err());
}

#[tokio::test]
async fn task_ids_come_in_every_documented_style() {
    let rig = Rig::start().await;
    let request = rig.request().await;
    let plan = |task_id| Plan {
        task_id,
        ..Plan::at_once()
    };
    rig.kie.plan_next(plan(TaskIdStyle::Hex));
    rig.kie.plan_next(plan(TaskIdStyle::HexAlone));
    rig.kie.plan_next(plan(TaskIdStyle::Dated));
    let hex = rig.create(&request).await["data"].clone();
    assert_eq!(hex["taskId"].as_str().unwrap().len(), 32);
    assert_eq!(hex["taskId"], hex["recordId"]);
    assert_eq!(rig.create(&request).await["data"].get("recordId"), None);
    let dated = rig.create(&request).await["data"].clone();
    let id = dated["taskId"].as_str().unwrap();
    assert!(id.starts_with("task_kling-3.0_"), "{id}");
    rig.reach(id, "success").await;
}

#[tokio::test]
async fn progress_of_a_task_can_be_read() {
    let rig = Rig::start().await;
    let stages = [Stage::new("waiting", 0), Stage::new("generating", 0)];
    let plan = Plan {
        progress: true,
        ..Plan::default().through(stages).held()
    };
    rig.kie.plan_next(plan);
    let task = rig.task(&rig.request().await).await;
    assert_eq!(rig.reach(&task, "generating").await["progress"], 45);
    assert_eq!(rig.kie.task(&task).unwrap().progress_percent, 45);
    assert!(rig.kie.release(&task));
    assert_eq!(rig.reach(&task, "success").await["progress"], 100);
}
