//! Reads the parameters out of an HTTP request: query, form, JSON or multipart.

use axum::body::Bytes;
use axum::extract::{FromRequest, Multipart, Request};
use axum::http::header::CONTENT_TYPE;
use serde_json::{Map, Value};

use super::answer::ApiError;
use super::params::{Raw, RawParams, Upload};

/// Largest request body in bytes: Telegram's 50 MB of upload, with room for the envelope.
pub(crate) const MAX_BODY_BYTES: usize = 60 * 1024 * 1024;

/// Largest upload in bytes: 50 MB (Bot API, "Sending files").
const MAX_UPLOAD_BYTES: usize = 50 * 1024 * 1024;

/// Collects all parameters; the body wins over the query.
pub(crate) async fn read(request: Request) -> Result<RawParams, ApiError> {
    let mut params = RawParams::default();
    if let Some(query) = request.uri().query() {
        read_form(query, &mut params);
    }
    let content_type = request
        .headers()
        .get(CONTENT_TYPE)
        .and_then(|value| value.to_str().ok())
        .unwrap_or("")
        .to_ascii_lowercase();
    if content_type.starts_with("multipart/form-data") {
        read_multipart(request, &mut params).await?;
        return Ok(params);
    }
    let body = Bytes::from_request(request, &())
        .await
        .map_err(|_| too_large())?;
    if content_type.starts_with("application/json") {
        read_json(&body, &mut params)?;
    } else if content_type.starts_with("application/x-www-form-urlencoded") {
        read_form(&String::from_utf8_lossy(&body), &mut params);
    }
    Ok(params)
}

fn read_form(encoded: &str, params: &mut RawParams) {
    let Ok(url) = reqwest::Url::parse(&format!("http://form/?{encoded}")) else {
        return;
    };
    for (name, value) in url.query_pairs() {
        params
            .values
            .insert(name.into_owned(), Raw::Text(value.into_owned()));
    }
}

fn read_json(body: &[u8], params: &mut RawParams) -> Result<(), ApiError> {
    if body.is_empty() {
        return Ok(());
    }
    let fields: Map<String, Value> = serde_json::from_slice(body)
        .map_err(|_| ApiError::bad_request("can't parse JSON object from the request body"))?;
    params.values.extend(
        fields
            .into_iter()
            .map(|(name, value)| (name, Raw::Json(value))),
    );
    Ok(())
}

async fn read_multipart(request: Request, params: &mut RawParams) -> Result<(), ApiError> {
    let mut parts = Multipart::from_request(request, &())
        .await
        .map_err(|error| ApiError::bad_request(error.body_text()))?;
    loop {
        let part = parts
            .next_field()
            .await
            .map_err(|error| part_error(&error))?;
        let Some(part) = part else { return Ok(()) };
        let name = part.name().unwrap_or_default().to_owned();
        let file_name = part.file_name().map(str::to_owned);
        let mime = part.content_type().map(str::to_owned);
        let bytes = part.bytes().await.map_err(|error| part_error(&error))?;
        if file_name.is_some() || mime.is_some() {
            let upload = accept(Upload {
                name: file_name,
                mime,
                bytes,
                renditions: None,
            })?;
            params.uploads.insert(name, upload);
        } else {
            let text = String::from_utf8_lossy(&bytes).into_owned();
            params.values.insert(name, Raw::Text(text));
        }
    }
}

fn accept(upload: Upload) -> Result<Upload, ApiError> {
    if upload.bytes.is_empty() {
        return Err(ApiError::bad_request("file must be non-empty"));
    }
    if upload.bytes.len() > MAX_UPLOAD_BYTES {
        Err(too_large())
    } else {
        Ok(upload)
    }
}

fn part_error(error: &axum::extract::multipart::MultipartError) -> ApiError {
    if error.status().as_u16() == 413 {
        return too_large();
    }
    ApiError::bad_request(error.body_text())
}

fn too_large() -> ApiError {
    ApiError::new(413, "Request Entity Too Large")
}
