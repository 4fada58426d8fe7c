use std::time::Duration;

use bytes::Bytes;
use image::{ImageFormat, RgbImage};
use neurocards_adapters::openai::{OpenAi, OpenAiOptions};
use neurocards_core::ports::{PromptError, PromptWriter};
use neurocards_core::user::Language;
use neurocards_core::work::brief::{Scenario, Wishes};
use neurocards_core::work::product::Description;
use neurocards_core::work::prompt::{Prompt, PromptRequest, VariantPlan};
use serde_json::{Value, json};
use wiremock::matchers::{method, path};
use wiremock::{Mock, MockServer, Respond, ResponseTemplate};

/// No slow machine takes this long.
const PATIENCE: Duration = Duration::from_mins(1);

pub(super) fn photo() -> Bytes {
    let mut photo = std::io::Cursor::new(Vec::new());
    RgbImage::new(1_600, 1_200)
        .write_to(&mut photo, ImageFormat::Png)
        .unwrap();
    photo.into_inner().into()
}

pub(super) fn ugc() -> Scenario {
    Scenario::Ugc {
        wishes: Some(Wishes::parse("нет музыки").unwrap()),
    }
}

pub(super) fn facts(scenario: Scenario, description: &str) -> PromptRequest {
    PromptRequest {
        description: Description::parse(description).unwrap(),
        scenario,
        seconds: 15,
        plan: VariantPlan::draw(1, 0),
        language: Language::Ru,
        max_chars: 1_000,
    }
}

pub(super) fn writer(server: &MockServer) -> OpenAi {
    let base = format!("{}/v1", server.uri()).parse().unwrap();
    let mut options = OpenAiOptions::new("sk-canary".into(), base, "gpt-test");
    options.deadline = PATIENCE;
    OpenAi::new(options).unwrap()
}

pub(super) async fn ask(server: &MockServer) -> Result<Prompt, PromptError> {
    writer(server)
        .write(&facts(ugc(), "Кружка ручной работы"), photo())
        .await
}

/// A server whose first answers are these; the last one repeats.
pub(super) async fn answering(answers: Vec<impl Respond + 'static>) -> MockServer {
    let server = MockServer::start().await;
    let last = answers.len() - 1;
    for (number, answer) in answers.into_iter().enumerate() {
        let mock = Mock::given(method("POST"))
            .and(path("/v1/responses"))
            .respond_with(answer);
        if number < last {
            mock.up_to_n_times(1).mount(&server).await;
        } else {
            mock.mount(&server).await;
        }
    }
    server
}

pub(super) fn scenario(final_prompt: &str) -> Value {
    json!({"voice_over": "Смотрите!", "hero": "a woman", "scene": "a kitchen",
           "final_prompt": final_prompt})
}

/// A complete response whose text is this.
pub(super) fn completed(text: &str) -> ResponseTemplate {
    ok(&json!({"id": "resp_1", "status": "completed", "output": [
        {"type": "reasoning", "summary": []},
        {"type": "message", "role": "assistant",
         "content": [{"type": "output_text", "text": text, "annotations": []}]}]}))
}

pub(super) fn written() -> ResponseTemplate {
    completed(&scenario("A vertical video of a mug.").to_string())
}

pub(super) fn ok(body: &Value) -> ResponseTemplate {
    ResponseTemplate::new(200).set_body_json(body)
}

pub(super) fn incomplete(reason: &str) -> ResponseTemplate {
    ok(&json!({"id": "resp_2", "status": "incomplete",
               "incomplete_details": {"reason": reason}, "output": []}))
}

pub(super) async fn bodies(server: &MockServer) -> Vec<Value> {
    let requests = server.received_requests().await.unwrap();
    requests
        .iter()
        .map(|request| request.body_json().unwrap())
        .collect()
}
