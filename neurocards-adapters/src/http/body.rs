use bytes::{Bytes, BytesMut};
use reqwest::Response;

use super::HttpFault;

/// Reads a body of at most `max` bytes.
pub async fn read_bounded(mut response: Response, max: usize) -> Result<Bytes, HttpFault> {
    let mut body = BytesMut::new();
    while let Some(piece) = response.chunk().await.map_err(HttpFault::of)? {
        if body.len() + piece.len() > max {
            return Err(HttpFault::TooLong { max });
        }
        body.extend_from_slice(&piece);
    }
    Ok(body.freeze())
}
