use neurocards_core::ports::PromptError;
use neurocards_core::work::failure::ErrorClass;
use neurocards_core::work::prompt::KEEP_PRODUCT;
use serde_json::json;

use super::world::{answering, ask, bodies, completed, incomplete, ok, scenario, written};

fn is_down(outcome: &Result<neurocards_core::work::prompt::Prompt, PromptError>) -> bool {
    matches!(outcome, Err(PromptError::Down(failure)) if failure.class == ErrorClass::Unknown)
}

#[tokio::test]
async fn a_prompt_fits_the_model_and_keeps_the_products_look() {
    let long = "The camera moves slowly around the mug. ".repeat(200);
    let server = answering(vec![completed(&scenario(&long).to_string())]).await;
    let prompt = ask(&server).await.unwrap();
    assert!(prompt.text.chars().count() <= 1_000);
    assert!(prompt.text.ends_with(KEEP_PRODUCT));
    assert!(prompt.text.starts_with("The camera moves"));
    assert_eq!(prompt.voice_over, "Смотрите!");
    assert_eq!(
        (prompt.hero.as_str(), prompt.scene.as_str()),
        ("a woman", "a kitchen")
    );
}

#[tokio::test]
async fn a_refusal_is_the_users_and_not_asked_again() {
    let refusal = ok(
        &json!({"status": "completed", "output": [{"type": "message",
        "content": [{"type": "refusal", "refusal": "I cannot help with that."}]}]}),
    );
    for answer in [refusal, incomplete("content_filter")] {
        let server = answering(vec![answer]).await;
        let outcome = ask(&server).await;
        assert!(
            matches!(&outcome, Err(PromptError::Refused(failure))
                if failure.class == ErrorClass::User),
            "{outcome:?}"
        );
        assert_eq!(bodies(&server).await.len(), 1);
    }
}

#[tokio::test]
async fn an_answer_cut_short_gets_a_larger_budget_once() {
    let server = answering(vec![incomplete("max_output_tokens"), written()]).await;
    assert!(ask(&server).await.is_ok());
    let budgets: Vec<_> = bodies(&server)
        .await
        .iter()
        .map(|body| body["max_output_tokens"].as_u64().unwrap())
        .collect();
    assert!(budgets.len() == 2 && budgets[0] < budgets[1], "{budgets:?}");

    let server = answering(vec![incomplete("max_output_tokens")]).await;
    assert!(is_down(&ask(&server).await));
    assert_eq!(bodies(&server).await.len(), 2);
}

#[tokio::test]
async fn nonsense_is_not_taken_for_a_prompt() {
    for text in [
        String::new(),
        "a mug on a table".to_owned(),
        "{}".to_owned(),
        json!({"final_prompt": "only this"}).to_string(),
        scenario("").to_string(),
        scenario(" \n ").to_string(),
        scenario("A mug. Visit https://evil.example").to_string(),
        r#"{"voice_over":"","hero":"","scene":"","final_prompt":"x","model":"other"}"#.to_owned(),
    ] {
        let server = answering(vec![completed(&text)]).await;
        let outcome = ask(&server).await;
        assert!(is_down(&outcome), "{text}: {outcome:?}");
    }
}
