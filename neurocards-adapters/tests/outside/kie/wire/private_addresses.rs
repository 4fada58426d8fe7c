//! A URL in an answer must not lead into our own network.

use neurocards_adapters::kie::{Kie, KieOptions, ResultHosts, is_public, resolve_public};
use neurocards_core::ports::{FetchError, RemoteVideo, VideoGenerator};

use super::raw_server::{RawServer, Then};

fn public_kie(result_hosts: ResultHosts) -> Kie {
    let mut options = KieOptions::new(
        vec!["key-1".into()],
        "https://api.kie.ai".parse().unwrap(),
        "https://kieai.redpandaai.co".parse().unwrap(),
    );
    options.result_hosts = result_hosts;
    Kie::new(options).unwrap()
}

async fn error(kie: &Kie, url: &str) -> FetchError {
    match kie
        .fetch(&RemoteVideo {
            url: url.to_owned(),
            spent: None,
        })
        .await
    {
        Ok(_) => panic!("{url} was read"),
        Err(error) => error,
    }
}

#[tokio::test]
async fn no_url_leads_into_our_network() {
    let inside = RawServer::start(Then::Close).await;
    let port = inside.uri.rsplit(':').next().unwrap().to_owned();
    let kie = public_kie(ResultHosts::default());
    for url in [
        "",
        "v.mp4",
        "file:///etc/passwd",
        "ftp://example.com/v.mp4",
        "gopher://example.com/",
        "data:video/mp4;base64,AAAA",
        "http://tempfile.aiquickdraw.com/v.mp4",
        "https://tempfile.aiquickdraw.com:22/v.mp4",
        "https://user:password@tempfile.aiquickdraw.com/v.mp4",
        "https://tempfile.aiquickdraw.com@127.0.0.1/v.mp4",
        "https://127.0.0.1/v.mp4",
        "https://127.1/v.mp4",
        "https://2130706433/v.mp4",
        "https://0x7f000001/v.mp4",
        "https://0177.0.0.1/v.mp4",
        "https://0/v.mp4",
        "https://0.0.0.0/v.mp4",
        "https://10.0.0.1/v.mp4",
        "https://172.16.0.1/v.mp4",
        "https://192.168.1.1/v.mp4",
        "https://169.254.169.254/latest/meta-data",
        "https://100.64.0.1/v.mp4",
        "https://198.18.0.1/v.mp4",
        "https://224.0.0.1/v.mp4",
        "https://255.255.255.255/v.mp4",
        "https://[::1]/v.mp4",
        "https://[::]/v.mp4",
        "https://[::ffff:127.0.0.1]/v.mp4",
        "https://[::ffff:169.254.169.254]/v.mp4",
        "https://[64:ff9b::7f00:1]/v.mp4",
        "https://[2002:7f00:1::]/v.mp4",
        "https://[fe80::1]/v.mp4",
        "https://[fd00:ec2::254]/v.mp4",
        &format!("https://127.0.0.1:{port}/v.mp4"),
        &format!("http://127.0.0.1:{port}/v.mp4"),
        &format!("http://localhost:{port}/v.mp4"),
    ] {
        let refused = error(&kie, url).await;
        assert!(
            matches!(refused, FetchError::Unusable(_)),
            "{url}: {refused}"
        );
    }
    assert_eq!(inside.seen(), 0);
}

#[tokio::test]
async fn a_name_with_a_private_address_is_not_connected_to() {
    assert!(resolve_public("localhost").await.is_err());
    let refused = error(
        &public_kie(ResultHosts::default()),
        "https://localhost/v.mp4",
    )
    .await;
    let FetchError::Interrupted(why) = refused else {
        panic!("{refused}");
    };
    assert!(why.contains("no public address"), "{why}");
}

#[tokio::test]
async fn a_list_of_hosts_is_kept_to() {
    let kie = public_kie(ResultHosts {
        only: vec!["files.example".to_owned()],
        trusted: Vec::new(),
    });
    let refused = error(&kie, "https://tempfile.aiquickdraw.com/v.mp4").await;
    assert!(matches!(refused, FetchError::Unusable(_)), "{refused}");
}

#[tokio::test]
async fn a_trusted_host_may_be_our_own() {
    let server = RawServer::start(Then::Close).await;
    let kie = public_kie(ResultHosts {
        only: Vec::new(),
        trusted: vec!["127.0.0.1".to_owned()],
    });
    let answered = error(&kie, &format!("{}/v.mp4", server.uri)).await;
    assert!(matches!(answered, FetchError::Interrupted(_)), "{answered}");
    assert!(server.seen() > 0);
}

#[test]
fn public_addresses_are_public() {
    for ip in [
        "1.1.1.1",
        "104.26.3.4",
        "2606:4700::6810:1",
        "2a00:1450:4001::1",
    ] {
        assert!(is_public(ip.parse().unwrap()), "{ip}");
    }
}
