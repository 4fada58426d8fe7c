use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use neurocards_core::ports::PromptWriter;
use neurocards_core::work::brief::{OwnPrompt, Scenario};
use neurocards_core::work::prompt::PromptSource;
use serde_json::{Value, json};

use super::world::{answering, ask, bodies, facts, photo, ugc, writer, written};

fn user_facts(body: &Value) -> Value {
    let text = body["input"][0]["content"][0]["text"].as_str().unwrap();
    serde_json::from_str(text).unwrap()
}

#[tokio::test]
async fn a_prompt_is_asked_for_with_a_strict_schema_and_no_temperature() {
    let server = answering(vec![written()]).await;
    let prompt = ask(&server).await.unwrap();
    assert_eq!(prompt.source, PromptSource::Model);
    let body = &bodies(&server).await[0];
    assert_eq!(body["model"], "gpt-test");
    assert_eq!(body["store"], false);
    assert_eq!(body.get("temperature"), None);
    assert_eq!(body.get("tools"), None);
    let format = &body["text"]["format"];
    assert_eq!(format["type"], "json_schema");
    assert_eq!(format["strict"], true);
    assert_eq!(format["schema"]["additionalProperties"], false);
    assert_eq!(
        format["schema"]["required"],
        json!(["voice_over", "hero", "scene", "final_prompt"])
    );
    let sent = &server.received_requests().await.unwrap()[0];
    assert_eq!(sent.headers["authorization"], "Bearer sk-canary");
    assert!(!sent.headers.contains_key("openai-organization"));
}

#[tokio::test]
async fn the_plan_is_a_fact_to_obey_and_an_ad_is_given_no_people() {
    let server = answering(vec![written()]).await;
    let writer = writer(&server);
    for scenario in [ugc(), Scenario::Ad { wishes: None }] {
        let request = facts(scenario, "Кружка");
        writer.write(&request, photo()).await.unwrap();
    }
    let bodies = bodies(&server).await;
    let plan = facts(ugc(), "Кружка").plan;
    let told = user_facts(&bodies[0]);
    assert_eq!(
        told["plan"],
        json!({"hero": plan.hero, "place": plan.place, "mood": plan.mood, "hook": plan.hook})
    );
    assert_eq!(told["wishes"], "нет музыки");
    assert_eq!(told["voice_over_language"], "Russian");
    assert_eq!(told["seconds"], 15);
    assert_eq!(user_facts(&bodies[1])["plan"].get("hero"), None);
    let rules = bodies[1]["instructions"].as_str().unwrap();
    assert!(rules.contains("No people"));
}

#[tokio::test]
async fn the_photo_is_shown_small_as_a_jpeg() {
    let server = answering(vec![written()]).await;
    ask(&server).await.unwrap();
    let body = &bodies(&server).await[0];
    let url = body["input"][0]["content"][1]["image_url"]
        .as_str()
        .unwrap();
    let encoded = url.strip_prefix("data:image/jpeg;base64,").unwrap();
    let picture = image::load_from_memory(&STANDARD.decode(encoded).unwrap()).unwrap();
    assert_eq!((picture.width(), picture.height()), (1_024, 768));
}

#[tokio::test]
async fn a_prompt_of_the_users_own_needs_no_text_model() {
    let server = answering(vec![written()]).await;
    let prompt = OwnPrompt::parse("Кружка летит").unwrap();
    let request = facts(Scenario::Own { prompt }, "Кружка");
    let writer = writer(&server);
    let written = writer.write(&request, photo()).await.unwrap();
    assert!(written.text.starts_with("Кружка летит"));
    assert_eq!(written.source, PromptSource::User);
    assert!(bodies(&server).await.is_empty());
}
