use async_trait::async_trait;
use bytes::Bytes;
use neurocards_core::ids::TaskId;
use neurocards_core::ports::{
    Asked, ByteStream, CheckError, FetchError, RemoteVideo, RenderRequest, SubmitError, TaskState,
    VideoGenerator,
};
use neurocards_core::work::failure::Failure;
use neurocards_core::work::format::Format;
use reqwest::Client;
use url::Url;

use super::fetch::Fetcher;
use super::keys::KeyRing;
use super::options::KieOptions;
use crate::http::{self, Deadlines, HttpFault};

/// KIE as a [`VideoGenerator`].
pub struct Kie {
    pub(super) options: KieOptions,
    pub(super) keys: KeyRing,
    /// For calls that may be repeated.
    pub(super) api: Client,
    /// For createTask: a fresh connection for each request, so that no request is ever written to
    /// a connection that died meanwhile and then sent again by the HTTP library.
    pub(super) submitter: Client,
    fetcher: Fetcher,
}

impl Kie {
    /// A client for these options; makes no request.
    pub fn new(options: KieOptions) -> Result<Self, HttpFault> {
        let deadlines = options.deadlines;
        let submitter = local(
            http::builder(Deadlines::within(deadlines.submit))
                .retry(reqwest::retry::never())
                .pool_max_idle_per_host(0)
                .http1_only(),
            &options,
        );
        let api = local(
            http::builder(Deadlines::within(deadlines.upload.max(deadlines.check))),
            &options,
        );
        Ok(Self {
            keys: KeyRing::new(options.keys.clone(), options.key_rest),
            api: api.build().map_err(HttpFault::of)?,
            submitter: submitter.build().map_err(HttpFault::of)?,
            fetcher: Fetcher::new(&options)?,
            options,
        })
    }

    /// An address of the API.
    pub(super) fn api_url(&self, path: &str) -> String {
        below(&self.options.api_url, path)
    }

    /// An address of the upload host.
    pub(super) fn upload_url(&self, path: &str) -> String {
        below(&self.options.upload_url, path)
    }
}

/// `path` below `base`, whether or not that ends with a slash.
pub(super) fn below(base: &Url, path: &str) -> String {
    format!("{}/{path}", base.as_str().trim_end_matches('/'))
}

/// A stand-in on this machine is never asked through a proxy.
fn local(builder: reqwest::ClientBuilder, options: &KieOptions) -> reqwest::ClientBuilder {
    if options.is_local() {
        builder.no_proxy()
    } else {
        builder
    }
}

#[async_trait]
impl VideoGenerator for Kie {
    async fn upload(&self, photo: Bytes, format: &Format) -> Result<String, Failure> {
        self.upload_photo(&photo, format).await
    }

    async fn submit(&self, request: &RenderRequest) -> Result<TaskId, SubmitError> {
        self.create_task(request).await
    }

    async fn check(&self, task: &TaskId, asked: Option<Asked>) -> Result<TaskState, CheckError> {
        self.look_up(task, asked.as_ref()).await.map_err(CheckError)
    }

    async fn fetch(&self, video: &RemoteVideo) -> Result<ByteStream, FetchError> {
        self.fetcher.fetch(&video.url).await
    }
}
