use std::sync::Arc;
use std::time::Duration;

use futures::FutureExt;
use object_store::ClientOptions;
use object_store::aws::{AmazonS3, AmazonS3Builder};
use object_store::path::Path;
use object_store::signer::{Method, Signer};
use secrecy::{ExposeSecret, SecretString};

use super::objects::Links;
use super::{Media, MediaOptions, OpenMediaError};
use crate::http;

pub(super) fn open(options: &MediaOptions, deadline: Duration) -> Result<Media, OpenMediaError> {
    http::install_tls_provider();
    let bucket = options.url.host_str().filter(|bucket| !bucket.is_empty());
    let bucket = bucket.ok_or_else(|| OpenMediaError::Scheme(options.url.to_string()))?;
    let mut builder = AmazonS3Builder::new()
        .with_bucket_name(bucket)
        .with_region(&options.s3_region)
        .with_access_key_id(key(
            options.s3_access_key_id.as_deref(),
            "S3_ACCESS_KEY_ID",
        )?)
        .with_secret_access_key(key(secret(options), "S3_SECRET_ACCESS_KEY")?);
    let mut client = ClientOptions::new()
        .with_connect_timeout(Duration::from_secs(10))
        .with_timeout(deadline);
    if let Some(endpoint) = &options.s3_endpoint {
        client = client.with_allow_http(endpoint.scheme() == "http");
        builder = builder.with_endpoint(endpoint.as_str().trim_end_matches('/'));
    }
    let s3 = Arc::new(builder.with_client_options(client).build()?);
    Ok(Media {
        objects: s3.clone(),
        links: Some(links(s3)),
        prefix: Path::from(options.url.path()),
        deadline,
        typed: true,
    })
}

fn links(s3: Arc<AmazonS3>) -> Links {
    Box::new(move |path, ttl| {
        let s3 = s3.clone();
        async move { Ok(s3.signed_url(Method::GET, &path, ttl).await?.to_string()) }.boxed()
    })
}

fn secret(options: &MediaOptions) -> Option<&str> {
    options
        .s3_secret_access_key
        .as_ref()
        .map(SecretString::expose_secret)
}

fn key<'a>(value: Option<&'a str>, name: &'static str) -> Result<&'a str, OpenMediaError> {
    value.ok_or(OpenMediaError::NoKey(name))
}
