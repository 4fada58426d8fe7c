//! Result files and everything that can be wrong with them.

use std::time::{Duration, Instant};

use neurocards_fakes::kie::{FileFault, Plan};
use reqwest::Response;
use serde_json::json;

use super::rig::{Rig, json_of};

async fn result_url(rig: &Rig, plan: Plan) -> String {
    rig.kie.plan_next(plan);
    let task = rig.task(&rig.request().await).await;
    rig.reach(&task, "success").await;
    rig.kie.task(&task).unwrap().result_urls[0].clone()
}

async fn download(rig: &Rig, fault: FileFault) -> Response {
    let url = result_url(rig, Plan::at_once().with_file(fault)).await;
    rig.http.get(url).send().await.unwrap()
}

#[tokio::test]
async fn the_three_hosts_have_different_addresses() {
    let rig = Rig::start().await;
    let result = result_url(&rig, Plan::at_once()).await;
    assert!(result.starts_with(&rig.kie.files_url()));
    assert_ne!(rig.kie.api_url(), rig.kie.upload_url());
    assert_ne!(rig.kie.api_url(), rig.kie.files_url());
    assert_ne!(rig.kie.upload_url(), rig.kie.files_url());
}

#[tokio::test]
async fn a_key_that_is_shown_to_the_file_host_is_a_violation() {
    let rig = Rig::start().await;
    let url = result_url(&rig, Plan::at_once()).await;
    let open = rig.http.get(&url).send().await.unwrap();
    assert_eq!(open.status(), 200);
    assert!(rig.kie.violations().is_empty());
    let shown = rig
        .http
        .get(&url)
        .bearer_auth(rig.kie.key())
        .send()
        .await
        .unwrap();
    assert_eq!(shown.status(), 403);
    let violations = rig.kie.violations();
    assert_eq!(violations.len(), 1);
    assert!(
        !violations[0].contains(rig.kie.key()),
        "the key is not written down"
    );
}

#[tokio::test]
async fn results_expire() {
    let rig = Rig::start().await;
    let url = result_url(&rig, Plan::at_once()).await;
    rig.kie.advance(Duration::from_hours(24 * 14));
    assert_eq!(rig.http.get(&url).send().await.unwrap().status(), 404);
    assert_eq!(download(&rig, FileFault::Expired).await.status(), 404);
    let statuses: Vec<_> = rig
        .kie
        .ledger()
        .downloads
        .iter()
        .map(|seen| seen.status)
        .collect();
    assert_eq!(statuses, [404, 404]);
}

#[tokio::test]
async fn a_download_can_fail_for_a_while() {
    let rig = Rig::start().await;
    let fault = FileFault::Status {
        status: 503,
        times: 2,
    };
    let url = result_url(&rig, Plan::at_once().with_file(fault)).await;
    let mut statuses = Vec::new();
    for _ in 0..3 {
        statuses.push(rig.http.get(&url).send().await.unwrap().status().as_u16());
    }
    assert_eq!(statuses, [503, 503, 200]);
}

#[tokio::test]
async fn a_file_can_be_huge_and_admit_it_or_not() {
    let rig = Rig::start().await;
    let declared = download(
        &rig,
        FileFault::Huge {
            bytes: 1 << 40,
            declared: true,
        },
    )
    .await;
    assert_eq!(declared.content_length(), Some(1 << 40));
    let silent = download(
        &rig,
        FileFault::Huge {
            bytes: 300_000,
            declared: false,
        },
    )
    .await;
    assert_eq!(silent.content_length(), None);
    assert_eq!(silent.bytes().await.unwrap().len(), 300_000);
}

#[tokio::test]
async fn a_file_can_be_slow() {
    let rig = Rig::start().await;
    let began = Instant::now();
    let slow = download(
        &rig,
        FileFault::Slow {
            bytes_per_sec: 4_000,
        },
    )
    .await;
    assert!(!slow.bytes().await.unwrap().is_empty());
    assert!(began.elapsed() >= Duration::from_millis(200));
}

#[tokio::test]
async fn a_download_can_break_off() {
    let rig = Rig::start().await;
    let broken = download(&rig, FileFault::CutAfter { bytes: 100 }).await;
    assert_eq!(broken.status(), 200);
    assert!(broken.bytes().await.is_err());
}

#[tokio::test]
async fn a_file_can_be_a_page_or_say_it_is_something_else() {
    let rig = Rig::start().await;
    let page = download(&rig, FileFault::Page).await;
    assert!(page.text().await.unwrap().starts_with("<html>"));
    let odd = download(&rig, FileFault::ContentType("text/plain".to_owned())).await;
    assert_eq!(odd.headers()["content-type"], "text/plain");
    assert_eq!(&odd.bytes().await.unwrap()[4..8], b"ftyp");
}

#[tokio::test]
async fn a_link_is_given_for_own_files_only() {
    let rig = Rig::start().await;
    let url = result_url(&rig, Plan::at_once()).await;
    let ask = |url: String| {
        rig.post("/api/v1/common/download-url")
            .json(&json!({"url": url}))
    };
    let link = json_of(ask(url).send().await.unwrap()).await;
    let file = rig
        .http
        .get(link["data"].as_str().unwrap())
        .send()
        .await
        .unwrap();
    assert_eq!(file.status(), 200);
    let wrong = json_of(
        ask("https://example.com/a.mp4".to_owned())
            .send()
            .await
            .unwrap(),
    )
    .await;
    assert_eq!(
        wrong,
        json!({"code": 422, "msg": "url is wrong", "data": null})
    );
}
