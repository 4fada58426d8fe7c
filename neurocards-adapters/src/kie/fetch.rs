use bytes::{Bytes, BytesMut};
use futures::stream::{self, StreamExt};
use neurocards_core::ports::{ByteStream, FetchError};
use reqwest::header::LOCATION;
use reqwest::{Client, Response, StatusCode};

use super::guard::Guard;
use super::options::KieOptions;
use crate::http::{self, Deadlines, HttpFault};

/// Reads finished videos from wherever an answer says they are.
pub(super) struct Fetcher {
    client: Client,
    guard: Guard,
    max_bytes: u64,
}

/// Redirects that are followed, each checked like the first URL.
const REDIRECTS_MAX: usize = 1;
/// Bytes that show whether a file is an MP4.
const HEAD_BYTES: usize = 12;

impl Fetcher {
    /// No key ever enters this client. A proxy would resolve names on its own, so none is used.
    pub(super) fn new(options: &KieOptions) -> Result<Self, HttpFault> {
        let guard = Guard::new(options);
        let client = http::builder(Deadlines::within(options.deadlines.fetch))
            .dns_resolver(guard.clone())
            .no_proxy()
            .build()
            .map_err(HttpFault::of)?;
        Ok(Self {
            client,
            guard,
            max_bytes: options.max_video_bytes,
        })
    }

    pub(super) async fn fetch(&self, url: &str) -> Result<ByteStream, FetchError> {
        let mut response = self.open(url).await?;
        if response.content_length() > Some(self.max_bytes) {
            return Err(too_large(self.max_bytes));
        }
        let head = head(&mut response).await?;
        if head.get(4..8) != Some(b"ftyp") {
            return Err(FetchError::Unusable("the file is no MP4".to_owned()));
        }
        Ok(bounded(head, response, self.max_bytes))
    }

    /// Opens the URL, or the one it redirects to.
    async fn open(&self, url: &str) -> Result<Response, FetchError> {
        let mut target = self.guard.check(url)?;
        for _ in 0..=REDIRECTS_MAX {
            let request = self.client.get(target.clone());
            let response = request.send().await.map_err(interrupted)?;
            if !response.status().is_redirection() {
                return usable(response);
            }
            let place = response
                .headers()
                .get(LOCATION)
                .and_then(|place| place.to_str().ok())
                .and_then(|place| target.join(place).ok())
                .ok_or_else(|| FetchError::Unusable("a redirect leads nowhere".to_owned()))?;
            target = self.guard.check(place.as_str())?;
        }
        Err(FetchError::Unusable("too many redirects".to_owned()))
    }
}

fn usable(response: Response) -> Result<Response, FetchError> {
    match response.status() {
        StatusCode::OK => Ok(response),
        status if status.is_server_error() || status == StatusCode::TOO_MANY_REQUESTS => {
            Err(FetchError::Interrupted(format!("HTTP {status}")))
        }
        status => Err(FetchError::Unusable(format!("HTTP {status}"))),
    }
}

/// The first pieces, until they show what the file is.
async fn head(response: &mut Response) -> Result<Bytes, FetchError> {
    let mut head = BytesMut::new();
    while head.len() < HEAD_BYTES {
        match response.chunk().await.map_err(interrupted)? {
            Some(piece) => head.extend_from_slice(&piece),
            None => break,
        }
    }
    Ok(head.freeze())
}

/// `head` and the rest of the response; ends with an error after `max` bytes, and when the
/// response is cut short.
fn bounded(head: Bytes, response: Response, max: u64) -> ByteStream {
    let rest = response
        .bytes_stream()
        .map(|piece| piece.map_err(interrupted));
    stream::once(async { Ok(head) })
        .chain(rest)
        .scan(Some(0_u64), move |total, piece| {
            let next = total.and_then(|before| match piece {
                Ok(piece) => {
                    let after = before.saturating_add(u64::try_from(piece.len()).unwrap_or(max));
                    *total = (after <= max).then_some(after);
                    Some(if after <= max {
                        Ok(piece)
                    } else {
                        Err(too_large(max))
                    })
                }
                Err(error) => {
                    *total = None;
                    Some(Err(error))
                }
            });
            std::future::ready(next)
        })
        .boxed()
}

fn too_large(max: u64) -> FetchError {
    FetchError::Unusable(format!("the video has more than {max} bytes"))
}

fn interrupted(error: reqwest::Error) -> FetchError {
    FetchError::Interrupted(HttpFault::of(error).to_string())
}
