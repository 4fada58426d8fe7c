use std::collections::HashMap;
use std::sync::{Arc, Mutex};

use wiremock::matchers::any;
use wiremock::{Mock, MockServer, Request, Respond, ResponseTemplate};

/// As much of S3 as the store uses: PUT, GET and HEAD of whole objects, and `DeleteObjects`. It
/// demands that requests are signed, but does not verify signatures.
#[derive(Clone, Default)]
struct Bucket(Arc<Mutex<HashMap<String, Vec<u8>>>>);

pub(super) async fn start() -> MockServer {
    let server = MockServer::start().await;
    Mock::given(any())
        .respond_with(Bucket::default())
        .mount(&server)
        .await;
    server
}

impl Respond for Bucket {
    fn respond(&self, request: &Request) -> ResponseTemplate {
        if !is_signed(request) {
            return ResponseTemplate::new(403);
        }
        let mut objects = self.0.lock().unwrap();
        let name = request.url.path().to_owned();
        match request.method.as_str() {
            "PUT" => {
                objects.insert(name, request.body.clone());
                found(Vec::new())
            }
            "POST" => delete(&mut objects, request),
            _ => match objects.get(&name) {
                Some(bytes) => found(bytes.clone()),
                None => ResponseTemplate::new(404),
            },
        }
    }
}

/// `DeleteObjects`: `POST /bucket?delete` with the keys in XML.
fn delete(objects: &mut HashMap<String, Vec<u8>>, request: &Request) -> ResponseTemplate {
    let body = String::from_utf8_lossy(&request.body);
    let bucket = request.url.path().trim_end_matches('/');
    let keys = body.split("<Key>").skip(1);
    let deleted: Vec<String> = keys
        .filter_map(|part| part.split("</Key>").next())
        .map(|key| {
            objects.remove(&format!("{bucket}/{key}"));
            format!("<Deleted><Key>{key}</Key></Deleted>")
        })
        .collect();
    let deleted = deleted.concat();
    found(format!("<DeleteResult>{deleted}</DeleteResult>").into_bytes())
}

fn is_signed(request: &Request) -> bool {
    let header = request.headers.get("authorization");
    header.is_some_and(|value| {
        value
            .as_bytes()
            .starts_with(b"AWS4-HMAC-SHA256 Credential=id/")
    }) || request
        .url
        .query_pairs()
        .any(|(name, _)| name == "X-Amz-Signature")
}

fn found(bytes: Vec<u8>) -> ResponseTemplate {
    ResponseTemplate::new(200)
        .insert_header("etag", "\"1\"")
        .insert_header("last-modified", "Wed, 01 Jul 2026 10:00:00 GMT")
        .set_body_bytes(bytes)
}
