//! The multipart form in which a page sends files.

use axum::body::Bytes;
use axum::extract::Multipart;
use axum::extract::multipart::MultipartError;

use super::{Attachment, HumanError};

/// A part with a file.
pub(super) struct Part {
    pub(super) name: String,
    pub(super) mime: String,
    pub(super) bytes: Bytes,
}

pub(super) fn as_photo(part: Part) -> Attachment {
    Attachment::Photo(part.bytes)
}

pub(super) fn as_document(part: Part) -> Attachment {
    Attachment::Document {
        name: part.name,
        mime: part.mime,
        bytes: part.bytes,
    }
}

pub(super) fn as_video(part: Part) -> Attachment {
    let (width, height, duration_secs) = (0, 0, 0);
    Attachment::Video {
        bytes: part.bytes,
        width,
        height,
        duration_secs,
        thumbnail: None,
    }
}

/// Files and their caption.
#[derive(Default)]
pub(super) struct Form {
    pub(super) files: Vec<Part>,
    pub(super) caption: Option<String>,
}

/// Reads the parts `file` and `caption`; others are refused.
pub(super) async fn read_form(mut parts: Multipart) -> Result<Form, HumanError> {
    let broken = |error: MultipartError| HumanError::Impossible(error.body_text());
    let mut form = Form::default();
    while let Some(part) = parts.next_field().await.map_err(broken)? {
        match part.name() {
            Some("file") => {
                let name = part.file_name().unwrap_or("file.bin").to_owned();
                let mime = part
                    .content_type()
                    .unwrap_or("application/octet-stream")
                    .to_owned();
                let bytes = part.bytes().await.map_err(broken)?;
                form.files.push(Part { name, mime, bytes });
            }
            Some("caption") => form.caption = Some(part.text().await.map_err(broken)?),
            _ => {
                return Err(HumanError::Impossible(
                    "parts are file and caption".to_owned(),
                ));
            }
        }
    }
    Ok(form)
}
