//! TEMPORARY
use std::collections::HashMap;
use std::sync::Mutex;
use std::time::{Duration, Instant};
use async_trait::async_trait;
use bytes::Bytes;
use futures::StreamExt;
use neurocards_core::{brief::Format, failure::Failure, ids::TaskId, ports::*, prompt::{self, Prompt, PromptRequest}};
use neurocards_testkit::render::{ClipOptions, render_clip};
#[derive(Default)]
pub struct Studio { photos: Mutex<Vec<Bytes>>, tasks: Mutex<HashMap<String,(Instant, usize, u64)>> }
#[async_trait]
impl VideoGenerator for Studio {
    async fn upload(&self, photo: Bytes, _: &Format) -> Result<String, Failure> { let mut p = self.photos.lock().unwrap(); p.push(photo); Ok(format!("{}", p.len()-1)) }
    async fn submit(&self, r: &RenderRequest) -> Result<TaskId, SubmitError> {
        let mut t = self.tasks.lock().unwrap(); let id = format!("task{}", t.len());
        let n = t.len() as u64; t.insert(id.clone(), (Instant::now(), r.photo_url.parse().unwrap(), n)); Ok(TaskId::parse(id).unwrap()) }
    async fn check(&self, task: &TaskId) -> Result<TaskState, CheckError> {
        let (at, ..) = self.tasks.lock().unwrap()[task.as_str()];
        Ok(if at.elapsed() > Duration::from_secs(2) { TaskState::Ready(RemoteVideo { url: task.as_str().into() }) } else { TaskState::Pending }) }
    async fn fetch(&self, v: &RemoteVideo) -> Result<ByteStream, FetchError> {
        let (_, p, seed) = self.tasks.lock().unwrap()[&v.url]; let photo = self.photos.lock().unwrap()[p].clone();
        let b = tokio::task::spawn_blocking(move || render_clip(&photo, &ClipOptions { seed, ..ClipOptions::default() }).unwrap()).await.unwrap();
        Ok(futures::stream::iter([Ok(Bytes::from(b))]).boxed()) }
}
#[async_trait]
impl PromptWriter for Studio {
    async fn write(&self, r: &PromptRequest, _: Bytes) -> Result<Prompt, PromptError> { Ok(prompt::fallback(r)) }
}
