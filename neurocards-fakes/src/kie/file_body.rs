//! A file on the wire, with whatever is wrong with it.

use std::io;
use std::time::Duration;

use axum::body::{Body, Bytes};
use axum::http::header::{CONTENT_LENGTH, CONTENT_TYPE};
use axum::http::{HeaderValue, Response};
use futures::{Stream, StreamExt as _, stream};

use super::plan::FileFault;
use super::stored::StoredFile;

/// Bytes of one piece of a long file.
const PIECE: u64 = 64 << 10;

/// Pieces a second of a slow file.
const PIECES_PER_SEC: u64 = 10;

/// Sends the file, as far as its fault lets it.
pub(crate) fn response(file: StoredFile) -> Response<Body> {
    let length = file.bytes.len() as u64;
    let StoredFile {
        bytes,
        content_type,
        ..
    } = file;
    match file.fault {
        Some(FileFault::Slow { bytes_per_sec }) => send(
            content_type,
            Some(length),
            Body::from_stream(slowly(bytes, bytes_per_sec)),
        ),
        Some(FileFault::Huge {
            bytes: total,
            declared,
        }) => {
            let body = Body::from_stream(padded(bytes, total));
            send(content_type, declared.then_some(total.max(length)), body)
        }
        Some(FileFault::CutAfter { bytes: arriving }) => {
            let body = Body::from_stream(broken_off(&bytes, arriving));
            send(content_type, Some(length), body)
        }
        Some(FileFault::ContentType(other)) => send(&other, Some(length), Body::from(bytes)),
        Some(FileFault::Page) => {
            let page = "<html><body>Please sign in to see this file.</body></html>";
            send("text/html", Some(page.len() as u64), Body::from(page))
        }
        _ => send(content_type, Some(length), Body::from(bytes)),
    }
}

fn send(content_type: &str, length: Option<u64>, body: Body) -> Response<Body> {
    let mut response = Response::new(body);
    let headers = response.headers_mut();
    let kind = HeaderValue::from_str(content_type);
    headers.insert(
        CONTENT_TYPE,
        kind.unwrap_or(HeaderValue::from_static("video/mp4")),
    );
    if let Some(length) = length {
        headers.insert(CONTENT_LENGTH, length.into());
    }
    response
}

/// Small pieces with pauses between them.
fn slowly(bytes: Bytes, bytes_per_sec: u64) -> impl Stream<Item = io::Result<Bytes>> {
    let piece = usize::try_from((bytes_per_sec / PIECES_PER_SEC).max(1)).unwrap_or(usize::MAX);
    let pause = Duration::from_secs(1) / u32::try_from(PIECES_PER_SEC).unwrap_or(1);
    stream::unfold(bytes, move |mut rest| async move {
        if rest.is_empty() {
            return None;
        }
        tokio::time::sleep(pause).await;
        let next = rest.split_to(piece.min(rest.len()));
        Some((Ok(next), rest))
    })
}

/// The file and then zeros, up to `total` bytes.
fn padded(bytes: Bytes, total: u64) -> impl Stream<Item = io::Result<Bytes>> {
    let missing = total.saturating_sub(bytes.len() as u64);
    let zeros = stream::unfold(missing, |missing| async move {
        let piece = usize::try_from(missing.min(PIECE))
            .ok()
            .filter(|piece| *piece > 0)?;
        Some((Ok(Bytes::from(vec![0; piece])), missing - piece as u64))
    });
    stream::once(async { Ok(bytes) }).chain(zeros)
}

/// The beginning of the file and then a broken connection.
fn broken_off(bytes: &Bytes, arriving: u64) -> impl Stream<Item = io::Result<Bytes>> + use<> {
    let arriving = usize::try_from(arriving).unwrap_or(usize::MAX);
    let beginning = bytes.slice(..arriving.min(bytes.len()));
    let broken = stream::once(async {
        // What was written so far is sent when the body makes the connection wait.
        tokio::task::yield_now().await;
        Err(io::Error::from(io::ErrorKind::ConnectionReset))
    });
    stream::once(async { Ok(beginning) }).chain(broken)
}
