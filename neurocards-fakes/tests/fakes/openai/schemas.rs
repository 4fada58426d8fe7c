//! JSON by a schema: the rules of strict mode, and answers that keep the schema.

use serde_json::{Value, json};

use crate::openai::rig::{Rig, by_schema, object, saying};

async fn made_by(schema: &Value) -> Value {
    let rig = Rig::new().await;
    serde_json::from_str(&rig.text(&by_schema(schema)).await).unwrap()
}

/// What the error says about the schema.
async fn complaint(schema: &Value) -> String {
    let rig = Rig::new().await;
    let (status, body) = rig.ask(&by_schema(schema)).await;
    assert_eq!(status, 400, "{body}");
    assert_eq!(body["error"]["code"], "invalid_json_schema");
    assert_eq!(body["error"]["param"], "text.format.schema");
    body["error"]["message"].as_str().unwrap().to_owned()
}

#[tokio::test]
async fn texts_of_an_answer_repeat_words_and_differ_from_each_other() {
    let text = json!({"type": "string", "description": "In English"});
    let schema = object(&json!({"prompt": text, "voice_over": text, "scene": text}));
    let made = made_by(&schema).await;
    let prompt = made["prompt"].as_str().unwrap();
    assert!(
        prompt.len() > 200 && prompt.contains("Ceramic mug"),
        "{prompt}"
    );
    assert!(made["scene"].as_str().unwrap().len() < 150);
    assert_ne!(made["scene"], made["voice_over"]);
}

#[tokio::test]
async fn every_kind_of_value_keeps_its_schema() {
    let mut schema = object(&json!({
        "mood": {"type": "string", "enum": ["calm", "bright"]},
        "version": {"const": 2},
        "seconds": {"type": "integer", "minimum": 5, "exclusiveMaximum": 8},
        "even": {"type": "integer", "multipleOf": 2, "minimum": 3, "maximum": 9},
        "share": {"type": "number", "exclusiveMinimum": 0, "exclusiveMaximum": 1},
        "loud": {"type": "boolean"},
        "day": {"type": "string", "format": "date"},
        "hero": {"type": ["string", "null"]},
        "shots": {"type": "array", "items": {"$ref": "#/$defs/shot"}, "minItems": 4},
        "end": {"anyOf": [{"type": "null"}, {"type": "string"}]},
    }));
    schema["$defs"] = json!({"shot": object(&json!({"action": {"type": "string"}}))});
    let made = made_by(&schema).await;
    assert!(made["mood"] == "calm" || made["mood"] == "bright");
    assert_eq!(made["version"], 2);
    assert!((5..8).contains(&made["seconds"].as_i64().unwrap()));
    assert!([4, 6, 8].contains(&made["even"].as_i64().unwrap()));
    let share = made["share"].as_f64().unwrap();
    assert!(share > 0.0 && share < 1.0);
    assert!(made["loud"].is_boolean());
    assert_eq!(made["day"].as_str().unwrap().len(), 10);
    assert!(made["hero"].is_string() && made["end"].is_string());
    assert_eq!(made["shots"].as_array().unwrap().len(), 4);
    assert!(made["shots"][0]["action"].is_string());
}

#[tokio::test]
async fn a_schema_that_contains_itself_ends() {
    let next = json!({"anyOf": [{"$ref": "#"}, {"type": "null"}]});
    let children = json!({"type": "array", "items": {"$ref": "#"}});
    let schema = object(&json!({"name": {"type": "string"}, "next": next, "children": children}));
    let made = made_by(&schema).await;
    assert!(made["next"]["next"]["name"].is_string());
}

#[tokio::test]
async fn a_schema_that_nothing_can_end_is_given_up() {
    let itself = json!({"$ref": "#"});
    let made = made_by(&object(&json!({"left": itself, "right": itself}))).await;
    assert!(made["left"]["left"].is_object());
}

#[tokio::test]
async fn an_open_object_is_refused() {
    let mut inner = object(&json!({"name": {"type": "string"}}));
    inner["additionalProperties"] = json!(true);
    let message = complaint(&object(&json!({"hero": inner}))).await;
    let rule = "In context=('properties', 'hero'), 'additionalProperties' is required to be \
                supplied and to be false.";
    assert!(message.ends_with(rule), "{message}");
}

#[tokio::test]
async fn an_optional_property_is_refused() {
    let mut schema = object(&json!({"hero": {"type": "string"}, "scene": {"type": "string"}}));
    schema["required"] = json!(["hero"]);
    assert!(complaint(&schema).await.ends_with("Missing 'scene'."));
    schema["required"] = json!(["hero", "scene", "mood"]);
    assert!(
        complaint(&schema)
            .await
            .ends_with("Extra required key 'mood' supplied.")
    );
}

#[tokio::test]
async fn keywords_outside_the_subset_are_refused() {
    for keyword in [
        "minLength",
        "maxLength",
        "default",
        "allOf",
        "uniqueItems",
        "pattern",
    ] {
        let text = json!({"type": "string", keyword: 1});
        let message = complaint(&object(&json!({"hero": text}))).await;
        assert!(
            message.ends_with(&format!("'{keyword}' is not permitted.")),
            "{message}"
        );
    }
}

#[tokio::test]
async fn a_root_that_is_no_object_is_refused() {
    for root in [
        json!({"type": "array", "items": {"type": "string"}}),
        json!({"type": "string"}),
    ] {
        assert!(complaint(&root).await.contains("'type: \"object\"'"));
    }
}

#[tokio::test]
async fn deep_nesting_is_refused() {
    let mut schema = json!({"type": "string"});
    for _ in 0..10 {
        schema = object(&json!({"inner": schema}));
    }
    made_by(&schema).await;
    complaint(&object(&json!({"inner": schema}))).await;
}

#[tokio::test]
async fn a_schema_that_is_not_strict_may_break_the_rules() {
    let rig = Rig::new().await;
    let schema =
        json!({"type": "object", "properties": {"hero": {"type": "string", "minLength": 3}}});
    let mut request = by_schema(&schema);
    request["text"]["format"]["strict"] = json!(false);
    let made: Value = serde_json::from_str(&rig.text(&request).await).unwrap();
    assert!(made["hero"].is_string());
}

#[tokio::test]
async fn a_name_must_be_one_word() {
    let rig = Rig::new().await;
    let mut request = by_schema(&object(&json!({})));
    request["text"]["format"]["name"] = json!("a film");
    assert_eq!(rig.refusal(&request).await.2, "text.format.name");
}

#[tokio::test]
async fn a_json_object_must_be_asked_for_in_words() {
    let rig = Rig::new().await;
    let mut request = saying("Ceramic mug");
    request["text"] = json!({"format": {"type": "json_object"}});
    assert_eq!(rig.refusal(&request).await.2, "input");
    request["instructions"] = json!("Answer in JSON.");
    let made: Value = serde_json::from_str(&rig.text(&request).await).unwrap();
    assert!(made["text"].is_string());
}
