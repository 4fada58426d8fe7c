//! A fake, a client and a receiver of callbacks.

use std::io::Cursor;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use axum::Router;
use axum::extract::State;
use axum::http::StatusCode;
use axum::routing::post;
use image::{ImageFormat, RgbImage};
use neurocards_fakes::kie::{Builder, FakeKie, Plan, StillClip};
use reqwest::multipart::{Form, Part};
use reqwest::{Client, RequestBuilder, Response};
use serde_json::{Value, json};
use tokio::net::TcpListener;

/// Longest wait for anything, on a slow machine too.
pub(crate) const SOON: Duration = Duration::from_mins(1);

/// A running fake and a client for it.
pub(crate) struct Rig {
    pub(crate) kie: FakeKie,
    pub(crate) http: Client,
}

/// A fake whose tasks take no time and that films nothing.
pub(crate) fn quick() -> Builder {
    FakeKie::builder().renderer(StillClip).plan(Plan::at_once())
}

impl Rig {
    pub(crate) async fn start() -> Self {
        Self::with(quick()).await
    }

    pub(crate) async fn with(builder: Builder) -> Self {
        let kie = builder.start().await.unwrap();
        let http = client(Some("neurocards-test/1"));
        Self { kie, http }
    }

    pub(crate) fn get(&self, path: &str) -> RequestBuilder {
        let url = format!("{}{path}", self.kie.api_url());
        self.http.get(url).bearer_auth(self.kie.key())
    }

    pub(crate) fn post(&self, path: &str) -> RequestBuilder {
        let url = format!("{}{path}", self.kie.api_url());
        self.http.post(url).bearer_auth(self.kie.key())
    }

    /// Asks for a task and returns the raw outcome.
    pub(crate) async fn send(&self, body: &Value) -> reqwest::Result<Response> {
        self.post("/api/v1/jobs/createTask").json(body).send().await
    }

    /// Asks for a task and returns the answer, which came with HTTP 200.
    pub(crate) async fn create(&self, body: &Value) -> Value {
        json_of(self.send(body).await.unwrap()).await
    }

    /// Creates a task and returns its id.
    pub(crate) async fn task(&self, body: &Value) -> String {
        let answer = self.create(body).await;
        answer["data"]["taskId"]
            .as_str()
            .unwrap_or_else(|| panic!("{answer}"))
            .to_owned()
    }

    /// Looks a task up and returns the whole answer.
    pub(crate) async fn record(&self, task: &str) -> Value {
        let request = self
            .get("/api/v1/jobs/recordInfo")
            .query(&[("taskId", task)]);
        json_of(request.send().await.unwrap()).await
    }

    /// Waits until a task is in this state, and returns `data` of its record.
    pub(crate) async fn reach(&self, task: &str, state: &str) -> Value {
        let is_there = |tasks: &[neurocards_fakes::kie::TaskView]| {
            tasks
                .iter()
                .any(|seen| seen.id == task && seen.state == state)
        };
        self.kie.wait_for_tasks(SOON, is_there).await.unwrap();
        self.record(task).await["data"].clone()
    }

    /// Uploads a photo and returns where it can be read.
    pub(crate) async fn upload(&self) -> String {
        let form = Form::new()
            .text("uploadPath", "photos")
            .part("file", Part::bytes(photo()).file_name("bottle.png"));
        let url = format!("{}/api/file-stream-upload", self.kie.upload_url());
        let request = self
            .http
            .post(url)
            .bearer_auth(self.kie.key())
            .multipart(form);
        let answer = json_of(request.send().await.unwrap()).await;
        answer["data"]["downloadUrl"].as_str().unwrap().to_owned()
    }

    /// A right request for a video of a photo that was just uploaded.
    pub(crate) async fn request(&self) -> Value {
        kling(&self.upload().await)
    }

    pub(crate) async fn balance(&self) -> f64 {
        let answer = json_of(self.get("/api/v1/chat/credit").send().await.unwrap()).await;
        answer["data"].as_f64().unwrap()
    }
}

pub(crate) fn client(user_agent: Option<&str>) -> Client {
    let _ = rustls::crypto::ring::default_provider().install_default();
    let mut builder = Client::builder()
        .tls_certs_only([])
        .no_proxy()
        .timeout(SOON);
    if let Some(name) = user_agent {
        builder = builder.user_agent(name);
    }
    builder.build().unwrap()
}

/// A right request, for 70 credits.
pub(crate) fn kling(photo_url: &str) -> Value {
    json!({
        "model": "kling-3.0/video",
        "input": {
            "prompt": "slow push-in on the bottle",
            "image_urls": [photo_url],
            "sound": false,
            "duration": "5",
            "aspect_ratio": "9:16",
            "mode": "std",
            "multi_shots": false,
        },
    })
}

pub(crate) fn photo() -> Vec<u8> {
    let mut bytes = Cursor::new(Vec::new());
    RgbImage::from_pixel(9, 16, image::Rgb([20, 120, 200]))
        .write_to(&mut bytes, ImageFormat::Png)
        .unwrap();
    bytes.into_inner()
}

/// The body of an answer that came with HTTP 200.
pub(crate) async fn json_of(response: Response) -> Value {
    assert_eq!(response.status(), 200);
    assert_eq!(
        response.headers()["content-type"],
        "application/json;charset=UTF-8"
    );
    response.json().await.unwrap()
}

/// A receiver of callbacks that answers `statuses` in turn and the last one for ever.
pub(crate) async fn receiver(statuses: &[u16]) -> String {
    let turn = Arc::new((AtomicUsize::new(0), statuses.to_vec()));
    let app = Router::new().fallback(post(answer)).with_state(turn);
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move { axum::serve(listener, app).await });
    format!("http://{address}/kie/cb/nonce")
}

async fn answer(State(turn): State<Arc<(AtomicUsize, Vec<u16>)>>) -> StatusCode {
    let number = turn.0.fetch_add(1, Ordering::SeqCst).min(turn.1.len() - 1);
    StatusCode::from_u16(turn.1[number]).unwrap()
}
