use std::ops::ControlFlow::{Break, Continue};

use bytes::Bytes;
use neurocards_core::ports::IdSource;
use neurocards_core::work::failure::{Cause, ErrorClass, Failure};
use neurocards_core::work::format::Format;
use reqwest::multipart::{Form, Part};
use serde_json::Value;

use super::client::Kie;
use super::exchange::{Answer, exchange, fault};
use super::keys::{KeyNo, no_key};
use crate::http::HttpFault;
use crate::photo::{self, PhotoProblem, Target};
use crate::system::SystemIds;

/// The folder of our uploads at KIE.
const FOLDER: &str = "neurocards";

impl Kie {
    /// Prepares the photo for the model and hands it over.
    pub(super) async fn upload_photo(
        &self,
        photo: &Bytes,
        format: &Format,
    ) -> Result<String, Failure> {
        let ready = &photo::prepare(photo, Target::of(format.aspect))
            .await
            .map_err(|problem| unusable(&problem))?;
        let keys = self.keys.in_order();
        let handed_over = self.keys.with_each(keys, |key| async move {
            let outcome = self.hand_over(key, ready).await;
            match &outcome {
                Err(failure) if self.keys.note_refusal(key, failure) => Continue(outcome),
                _ => Break(outcome),
            }
        });
        handed_over.await.unwrap_or_else(|| Err(no_key()))
    }

    async fn hand_over(&self, key: KeyNo, ready: &Bytes) -> Result<String, Failure> {
        let form = form(ready).map_err(|error| fault(&error))?;
        let request = self
            .api
            .post(self.upload_url("api/file-stream-upload"))
            .timeout(self.options.deadlines.upload)
            .multipart(form);
        let answer = exchange(request, self.keys.secret(key))
            .await
            .map_err(|error| fault(&error))?;
        let envelope = answer.envelope()?;
        let url = envelope.data.get("downloadUrl").and_then(Value::as_str);
        match url {
            Some(url) if envelope.success == Some(true) && self.is_readable(url) => {
                Ok(url.to_owned())
            }
            _ => Err(without_url(&answer)),
        }
    }

    /// Whether KIE can read from there: https, or plain http of a stand-in.
    fn is_readable(&self, url: &str) -> bool {
        url.starts_with("https://") || (self.options.is_local() && url.starts_with("http://"))
    }
}

/// A repeated file name would overwrite, and caches would serve the older file.
fn form(ready: &Bytes) -> Result<Form, HttpFault> {
    let name = format!("{}.jpg", SystemIds.nonce().expose());
    let length = u64::try_from(ready.len()).unwrap_or(u64::MAX);
    let file = Part::stream_with_length(ready.clone(), length)
        .file_name(name.clone())
        .mime_str("image/jpeg")
        .map_err(HttpFault::of)?;
    Ok(Form::new()
        .text("uploadPath", FOLDER)
        .text("fileName", name)
        .part("file", file))
}

fn without_url(answer: &Answer) -> Failure {
    let detail = format!(
        "the upload was accepted without an address: {}",
        answer.text()
    );
    Failure::new(ErrorClass::Temporary, Cause::ProviderFault, detail)
}

fn unusable(problem: &PhotoProblem) -> Failure {
    let (class, cause) = match problem {
        PhotoProblem::Busy => (ErrorClass::Temporary, Cause::OutOfService),
        _ => (ErrorClass::User, Cause::PhotoUnusable),
    };
    Failure::new(class, cause, problem.to_string())
}
