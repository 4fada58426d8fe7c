//! Everything that was ever uploaded, by file id.

use std::collections::{HashMap, VecDeque};

use axum::body::Bytes;
use serde_json::{Map, Value, json};
use sha2::{Digest, Sha256};

use super::media::{Media, RawFile, Thumbnail};
use super::photo::Rendition;

/// Bytes that are kept in all; beyond that the oldest files lose theirs.
const MAX_STORED_BYTES: usize = 1 << 30;

/// Seconds for which a link of `getFile` works: the documentation guarantees one hour.
const LINK_SECS: i64 = 3600;

/// One file id and what is behind it.
#[derive(Clone, Debug)]
pub(crate) struct StoredFile {
    pub(crate) file_id: String,
    /// The same for the same bytes, whichever bot asks.
    pub(crate) unique_id: String,
    pub(crate) mime: String,
    pub(crate) size_bytes: usize,
    /// `None`: forgotten for want of room.
    pub(crate) bytes: Option<Bytes>,
    pub(crate) path: String,
    /// Unix seconds until which the link of the last `getFile` works.
    link_until: i64,
    /// `photo`, `video` or `document` with its value: what a message with this file holds.
    content: Map<String, Value>,
}

/// What to call a new file, and where it is found.
struct Label<'a> {
    /// First letters of the file id, as Telegram's differ by kind.
    prefix: &'a str,
    folder: &'a str,
    extension: &'a str,
    mime: &'a str,
}

/// The files of one bot.
#[derive(Debug)]
pub(crate) struct FileStore {
    bot_id: i64,
    by_id: HashMap<String, StoredFile>,
    by_path: HashMap<String, String>,
    oldest_first: VecDeque<String>,
    stored_bytes: usize,
}

impl FileStore {
    pub(crate) fn new(bot_id: i64) -> Self {
        Self {
            bot_id,
            by_id: HashMap::new(),
            by_path: HashMap::new(),
            oldest_first: VecDeque::new(),
            stored_bytes: 0,
        }
    }

    pub(crate) fn get(&self, file_id: &str) -> Option<&StoredFile> {
        self.by_id.get(file_id)
    }

    /// What a message holds that is sent with this file id.
    pub(crate) fn content(&self, file_id: &str) -> Option<&Map<String, Value>> {
        self.by_id
            .get(file_id)
            .map(|file| &file.content)
            .filter(|content| !content.is_empty())
    }

    /// Opens the link of a file for an hour and gives its path.
    pub(crate) fn open_link(&mut self, file_id: &str, now: i64) -> Option<&StoredFile> {
        let file = self
            .by_id
            .get_mut(file_id)
            .filter(|file| file.bytes.is_some())?;
        file.link_until = now + LINK_SECS;
        Some(file)
    }

    /// The file behind a link that `getFile` gave and that still works.
    pub(crate) fn by_link(&self, path: &str, now: i64) -> Option<&StoredFile> {
        let file = self.by_id.get(self.by_path.get(path)?)?;
        (now <= file.link_until).then_some(file)
    }

    /// Keeps the bytes and gives the content of a message with them.
    pub(crate) fn keep(&mut self, media: Media) -> Map<String, Value> {
        let (ids, content) = match media {
            Media::Photo(renditions) => self.keep_photo(renditions),
            Media::Video {
                file,
                width,
                height,
                duration_secs,
                thumbnail,
            } => {
                let sizes = [
                    ("width", width),
                    ("height", height),
                    ("duration", duration_secs),
                ];
                self.keep_file("video", file, &sizes, thumbnail)
            }
            Media::Document { file, thumbnail } => self.keep_file("document", file, &[], thumbnail),
        };
        for id in ids {
            if let Some(file) = self.by_id.get_mut(&id) {
                file.content.clone_from(&content);
            }
        }
        content
    }

    fn keep_photo(&mut self, renditions: Vec<Rendition>) -> (Vec<String>, Map<String, Value>) {
        let label = Label {
            prefix: "AgAC",
            folder: "photos",
            extension: "jpg",
            mime: "image/jpeg",
        };
        let mut ids = Vec::new();
        let mut sizes = Vec::new();
        for rendition in renditions {
            let id = self.add(&label, None, &rendition.bytes);
            sizes.push(self.sized(&id, rendition.width, rendition.height));
            ids.push(id);
        }
        (
            ids,
            Map::from_iter([("photo".to_owned(), Value::Array(sizes))]),
        )
    }

    /// `sizes`: numbers that the sender gave, by field.
    fn keep_file(
        &mut self,
        field: &str,
        file: RawFile,
        sizes: &[(&str, i64)],
        thumbnail: Option<Thumbnail>,
    ) -> (Vec<String>, Map<String, Value>) {
        let own_extension = extension_of(file.name.as_deref());
        let (prefix, folder, extension) = match field {
            "video" => ("BAAC", "videos", "mp4"),
            _ => ("BQAC", "documents", own_extension.as_str()),
        };
        let label = Label {
            prefix,
            folder,
            extension,
            mime: &file.mime,
        };
        let id = self.add(&label, file.name.as_deref(), &file.bytes);
        let mut about = self.describe(&id);
        // Always there: a video without it parses as an empty message in teloxide 0.17.
        about["mime_type"] = json!(file.mime);
        for (field, size) in sizes {
            about[*field] = json!(size);
        }
        if let Some(name) = file.name {
            about["file_name"] = json!(name);
        }
        if let Some(thumbnail) = thumbnail {
            let (prefix, folder) = ("AAMC", "thumbnails");
            let label = Label {
                prefix,
                folder,
                extension: "jpg",
                mime: "image/jpeg",
            };
            let thumbnail_id = self.add(&label, None, &thumbnail.bytes);
            about["thumbnail"] = self.sized(&thumbnail_id, thumbnail.width, thumbnail.height);
        }
        (vec![id], Map::from_iter([(field.to_owned(), about)]))
    }

    fn sized(&self, id: &str, width: u32, height: u32) -> Value {
        let mut size = self.describe(id);
        size["width"] = json!(width);
        size["height"] = json!(height);
        size
    }

    fn describe(&self, id: &str) -> Value {
        self.by_id.get(id).map_or(Value::Null, |file| {
            json!({"file_id": id, "file_unique_id": file.unique_id, "file_size": file.size_bytes})
        })
    }

    /// The same bytes under the same name are one file and keep one id.
    fn add(&mut self, label: &Label<'_>, name: Option<&str>, bytes: &Bytes) -> String {
        let digest = hex::encode(Sha256::digest(bytes));
        let seed = format!(
            "{}|{}|{}|{digest}",
            self.bot_id,
            label.prefix,
            name.unwrap_or("")
        );
        let id = format!(
            "{}{}",
            label.prefix,
            &hex::encode(Sha256::digest(seed))[..48]
        );
        if self.by_id.get(&id).is_some_and(|file| file.bytes.is_some()) {
            return id;
        }
        let path = format!(
            "{}/file_{}.{}",
            label.folder,
            self.by_path.len(),
            label.extension
        );
        self.by_path.insert(path.clone(), id.clone());
        let file = StoredFile {
            file_id: id.clone(),
            unique_id: format!("AQAD{}", &digest[..20]),
            mime: label.mime.to_owned(),
            size_bytes: bytes.len(),
            bytes: Some(bytes.clone()),
            path,
            link_until: 0,
            content: Map::new(),
        };
        self.by_id.insert(id.clone(), file);
        self.oldest_first.push_back(id.clone());
        self.stored_bytes += bytes.len();
        self.forget_oldest();
        id
    }

    fn forget_oldest(&mut self) {
        while self.stored_bytes > MAX_STORED_BYTES {
            let Some(id) = self.oldest_first.pop_front() else {
                return;
            };
            if let Some(file) = self.by_id.get_mut(&id) {
                file.bytes = None;
                self.stored_bytes -= file.size_bytes;
            }
        }
    }
}

fn extension_of(name: Option<&str>) -> String {
    let extension = name
        .and_then(|name| name.rsplit_once('.'))
        .map(|(_, extension)| extension);
    extension
        .filter(|e| !e.is_empty() && e.len() <= 8 && e.chars().all(|c| c.is_ascii_alphanumeric()))
        .unwrap_or("bin")
        .to_ascii_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn document(name: &str, bytes: &'static [u8]) -> Media {
        let file = RawFile {
            name: Some(name.to_owned()),
            mime: "text/plain".to_owned(),
            bytes: Bytes::from_static(bytes),
        };
        Media::Document {
            file,
            thumbnail: None,
        }
    }

    #[test]
    fn file_ids_are_per_bot_and_unique_ids_are_per_content() {
        let (mut one, mut two) = (FileStore::new(1), FileStore::new(2));
        let (a, b) = (
            one.keep(document("a.txt", b"x")),
            two.keep(document("a.txt", b"x")),
        );
        let other = one.keep(document("b.txt", b"x"));
        assert_ne!(a["document"]["file_id"], b["document"]["file_id"]);
        assert_eq!(
            a["document"]["file_unique_id"],
            b["document"]["file_unique_id"]
        );
        assert_eq!(
            a["document"]["file_unique_id"],
            other["document"]["file_unique_id"]
        );
    }

    #[test]
    fn a_link_works_for_an_hour_after_it_was_asked_for() {
        let mut files = FileStore::new(1);
        let id = files.keep(document("a.txt", b"x"))["document"]["file_id"].clone();
        let path = files.get(id.as_str().unwrap()).unwrap().path.clone();
        assert!(files.by_link(&path, 100).is_none());
        files.open_link(id.as_str().unwrap(), 100);
        assert!(files.by_link(&path, 3700).is_some());
        assert!(files.by_link(&path, 3701).is_none());
    }
}
