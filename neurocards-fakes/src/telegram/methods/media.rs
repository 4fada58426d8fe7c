//! `sendPhoto`, `sendVideo`, `sendDocument`, `sendMediaGroup`, and the files in them.

use serde_json::{Map, Value, json};

use super::sends;
use crate::telegram::answer::{Answer, ApiError};
use crate::telegram::media::{Media, RawFile, Thumbnail, thumbnail_of};
use crate::telegram::params::{Params, Upload};
use crate::telegram::world::{Draft, World};
use crate::telegram::{photo, text};

/// `kind` is the name of the parameter with the file.
pub(super) fn send_one(world: &mut World, params: &Params, kind: &str) -> Answer {
    let chat = world.writable_chat(params)?;
    let file = params.str(kind).unwrap_or("").to_owned();
    let content = content(world, params, &params.values, kind, &file)?;
    let draft = sends::draft(world, chat, params, content)?;
    Ok(world.post(chat, true, draft))
}

pub(super) fn send_media_group(world: &mut World, params: &Params) -> Answer {
    let chat = world.writable_chat(params)?;
    let items = params
        .value("media")
        .and_then(Value::as_array)
        .cloned()
        .unwrap_or_default();
    let documents = items
        .iter()
        .filter(|item| item["type"] == "document")
        .count();
    if documents != 0 && documents != items.len() {
        return Err(ApiError::bad_request(
            "document can't be mixed with other media types",
        ));
    }
    let contents: Vec<_> = items
        .iter()
        .map(|item| item_content(world, params, item))
        .collect::<Result<_, _>>()?;
    let mut envelope = sends::envelope(world, chat, params)?;
    envelope.insert("media_group_id".to_owned(), json!(world.next_album_id()));
    let mut sent = Vec::new();
    for content in contents {
        let draft = Draft {
            content,
            envelope: envelope.clone(),
            ..Draft::default()
        };
        sent.push(world.post(chat, true, draft));
    }
    Ok(Value::Array(sent))
}

/// The content of a message out of an `InputMedia…`.
pub(super) fn item_content(
    world: &mut World,
    params: &Params,
    item: &Value,
) -> Result<Map<String, Value>, ApiError> {
    let fields = item.as_object().cloned().unwrap_or_default();
    let kind = item["type"].as_str().unwrap_or("").to_owned();
    content(
        world,
        params,
        &fields,
        &kind,
        item["media"].as_str().unwrap_or(""),
    )
}

/// File and caption; `fields` are those beside the file.
fn content(
    world: &mut World,
    params: &Params,
    fields: &Map<String, Value>,
    kind: &str,
    file: &str,
) -> Result<Map<String, Value>, ApiError> {
    let caption = text::caption(fields)?;
    let mut content = match file.strip_prefix("attach://") {
        Some(part) => {
            let upload = params.uploads.get(part).ok_or_else(wrong_file)?;
            let media = uploaded(params, fields, kind, upload)?;
            world.files.keep(media)
        }
        None => by_id(world, kind, file)?,
    };
    content.extend(caption);
    for (parameter, field) in [
        ("has_spoiler", "has_media_spoiler"),
        ("show_caption_above_media", "show_caption_above_media"),
    ] {
        if fields.get(parameter) == Some(&Value::Bool(true)) {
            content.insert(field.to_owned(), json!(true));
        }
    }
    Ok(content)
}

fn wrong_file() -> ApiError {
    ApiError::bad_request("wrong file identifier/HTTP URL specified")
}

fn by_id(world: &World, kind: &str, file: &str) -> Result<Map<String, Value>, ApiError> {
    if file.starts_with("http://") || file.starts_with("https://") {
        // Nothing is fetched: addresses that Telegram must reach do not exist on one machine.
        return Err(ApiError::bad_request("failed to get HTTP URL content"));
    }
    let content = world.files.content(file).ok_or_else(wrong_file)?;
    if content.contains_key(kind) {
        return Ok(content.clone());
    }
    let is = content.keys().next().map_or("", String::as_str);
    Err(ApiError::bad_request(format!(
        "can't use file of type {} as {}",
        capitalized(is),
        capitalized(kind)
    )))
}

fn capitalized(word: &str) -> String {
    let mut letters = word.chars();
    letters.next().map_or_else(String::new, |first| {
        first.to_uppercase().chain(letters).collect()
    })
}

fn uploaded(
    params: &Params,
    fields: &Map<String, Value>,
    kind: &str,
    upload: &Upload,
) -> Result<Media, ApiError> {
    if kind == "photo" {
        let rendered = upload.renditions.clone();
        let rendered = rendered.unwrap_or_else(|| photo::check_and_render(&upload.bytes));
        return rendered.map(Media::Photo);
    }
    let number = |field: &str| fields.get(field).and_then(Value::as_i64).unwrap_or(0);
    let thumbnail = thumbnail(params, fields)?;
    let given = upload
        .mime
        .clone()
        .filter(|mime| mime != "application/octet-stream");
    if kind == "video" {
        let mime = given.filter(|mime| mime.starts_with("video/"));
        let file = raw_file(upload, mime.unwrap_or_else(|| "video/mp4".to_owned()));
        return Ok(Media::Video {
            file,
            width: number("width"),
            height: number("height"),
            duration_secs: number("duration"),
            thumbnail,
        });
    }
    let mime = given.unwrap_or_else(|| "application/octet-stream".to_owned());
    Ok(Media::Document {
        file: raw_file(upload, mime),
        thumbnail,
    })
}

fn raw_file(upload: &Upload, mime: String) -> RawFile {
    RawFile {
        name: upload.name.clone(),
        mime,
        bytes: upload.bytes.clone(),
    }
}

fn thumbnail(params: &Params, fields: &Map<String, Value>) -> Result<Option<Thumbnail>, ApiError> {
    let Some(value) = fields.get("thumbnail").and_then(Value::as_str) else {
        return Ok(None);
    };
    let upload = value
        .strip_prefix("attach://")
        .and_then(|part| params.uploads.get(part));
    let upload =
        upload.ok_or_else(|| ApiError::rule("a thumbnail can only be uploaded as a new file"))?;
    thumbnail_of(&upload.bytes)
        .map(Some)
        .ok_or_else(|| ApiError::rule("a thumbnail is a JPEG below 200 kB, 320 px at most"))
}
