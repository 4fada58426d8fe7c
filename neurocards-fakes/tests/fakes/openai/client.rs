//! The client library that the product uses understands the fake.

use async_openai::Client;
use async_openai::config::OpenAIConfig;
use async_openai::error::OpenAIError;
use async_openai::types::responses::{
    CreateResponse, CreateResponseArgs, EasyInputContent, EasyInputMessage, InputContent,
    InputImageContent, InputParam, InputTextContent, OutputItem, OutputMessageContent, Response,
    ResponseErrorCode, ResponseFormatJsonSchema, ResponseTextParam, Role, Status,
    TextResponseFormatConfiguration,
};
use image::ImageFormat;
use neurocards_fakes::openai::{FakeOpenAi, Fault, FaultKind};
use serde_json::{Value, json};

use crate::openai::rig::{client, data_url, object, photo};

struct OpenAi {
    fake: FakeOpenAi,
    client: Client<OpenAIConfig>,
}

impl OpenAi {
    async fn new() -> Self {
        let fake = FakeOpenAi::start().await.unwrap();
        let http = client();
        let config = OpenAIConfig::new()
            .with_api_base(fake.url())
            .with_api_key(fake.key());
        let client = Client::with_config(config).with_http_client(http);
        Self { fake, client }
    }

    async fn create(&self, request: CreateResponse) -> Result<Response, OpenAIError> {
        self.client.responses().create(request).await
    }
}

fn message() -> InputParam {
    let text = InputTextContent {
        text: "Ceramic mug for morning coffee".to_owned(),
        ..Default::default()
    };
    let photo = InputImageContent {
        image_url: Some(data_url("image/webp", &photo(ImageFormat::WebP))),
        ..Default::default()
    };
    let parts = vec![
        InputContent::InputText(text),
        InputContent::InputImage(photo),
    ];
    InputParam::Items(vec![
        EasyInputMessage {
            role: Role::User,
            content: EasyInputContent::ContentList(parts),
            ..Default::default()
        }
        .into(),
    ])
}

fn film_request() -> CreateResponse {
    let text = json!({"type": "string"});
    let format = ResponseFormatJsonSchema {
        name: "film".to_owned(),
        description: None,
        schema: object(&json!({"prompt": text, "hero": text})),
        strict: Some(true),
    };
    CreateResponseArgs::default()
        .model("gpt-5-mini")
        .instructions("Write a film.")
        .input(message())
        .max_output_tokens(4_000_u32)
        .store(false)
        .text(ResponseTextParam {
            format: TextResponseFormatConfiguration::JsonSchema(format),
            verbosity: None,
        })
        .build()
        .unwrap()
}

#[tokio::test]
async fn the_client_reads_a_whole_answer() {
    let openai = OpenAi::new().await;
    let response = openai.create(film_request()).await.unwrap();
    assert_eq!(response.status, Status::Completed);
    let film: Value = serde_json::from_str(&response.output_text().unwrap()).unwrap();
    assert!(film["prompt"].as_str().unwrap().contains("Ceramic mug"));
    assert!(response.usage.unwrap().total_tokens > 0);
    assert_eq!(openai.fake.ledger().calls[0].photos[0].mime, "image/webp");
}

#[tokio::test]
async fn the_client_reads_a_refusal() {
    let openai = OpenAi::new().await;
    openai.fake.add_fault(Fault::next(1, FaultKind::Refusal));
    let response = openai.create(film_request()).await.unwrap();
    assert_eq!(response.output_text(), None);
    let refused = response.output.iter().any(|item| match item {
        OutputItem::Message(message) => {
            matches!(message.content[..], [OutputMessageContent::Refusal(_)])
        }
        _ => false,
    });
    assert!(refused);
}

#[tokio::test]
async fn the_client_reads_answers_that_end_early() {
    let openai = OpenAi::new().await;
    for then in [FaultKind::TokenLimit, FaultKind::ContentFilter] {
        openai.fake.add_fault(Fault::next(1, then));
        let response = openai.create(film_request()).await.unwrap();
        assert_eq!(response.status, Status::Incomplete);
        assert!(response.incomplete_details.is_some());
    }
    openai.fake.add_fault(Fault::next(1, FaultKind::Failed));
    let response = openai.create(film_request()).await.unwrap();
    assert_eq!(response.error.unwrap().code, ResponseErrorCode::ServerError);
}

#[tokio::test]
async fn the_client_reads_an_error() {
    let openai = OpenAi::new().await;
    let mut request = film_request();
    request.temperature = Some(0.5);
    match openai.create(request).await {
        Err(OpenAIError::ApiError(error)) => {
            assert_eq!(error.status_code.as_u16(), 400);
            assert_eq!(
                error.api_error.code.as_deref(),
                Some("unsupported_parameter")
            );
            assert_eq!(error.api_error.param.as_deref(), Some("temperature"));
        }
        other => panic!("{other:?}"),
    }
}
