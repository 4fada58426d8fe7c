//! The control interface of a fake over HTTP: its routes and their description are one table.

use std::fmt;

use axum::Router;
use axum::handler::Handler;
use axum::routing::{MethodRouter, delete, get, post};

/// One request that the control interface of a fake takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ControlRequest {
    /// The HTTP method, in capitals.
    pub method: &'static str,
    /// The path, with parameters in braces and with the query it may have.
    pub path: &'static str,
    /// An example of the body, as JSON, or the kind of the body; empty if there is none.
    pub body: &'static str,
    /// What the request does and what it answers.
    pub about: &'static str,
}

/// Every request that the control interface of one fake takes. It is written out by `GET /` and by
/// `--help` of the fake's program.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ControlTable(pub Vec<ControlRequest>);

impl fmt::Display for ControlTable {
    /// Two lines a request: what it is, and what it does.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "Control interface, without a key:")?;
        for request in &self.0 {
            let line = format!("{} {} {}", request.method, request.path, request.body);
            writeln!(f, "  {}\n      {}", line.trim_end(), request.about)?;
        }
        Ok(())
    }
}

/// Routes that are described as they are added, so that none can be left out of the table.
pub(crate) struct Control<H> {
    router: Router<H>,
    table: Vec<ControlRequest>,
}

impl<H: Clone + Send + Sync + 'static> Control<H> {
    pub(crate) fn new() -> Self {
        Self {
            router: Router::new(),
            table: Vec::new(),
        }
    }

    pub(crate) fn get<T: 'static>(
        self,
        path: &'static str,
        about: &'static str,
        handler: impl Handler<T, H>,
    ) -> Self {
        self.add(["GET", path, "", about], get(handler))
    }

    pub(crate) fn post<T: 'static>(
        self,
        path: &'static str,
        body: &'static str,
        about: &'static str,
        handler: impl Handler<T, H>,
    ) -> Self {
        self.add(["POST", path, body, about], post(handler))
    }

    pub(crate) fn delete<T: 'static>(
        self,
        path: &'static str,
        about: &'static str,
        handler: impl Handler<T, H>,
    ) -> Self {
        self.add(["DELETE", path, "", about], delete(handler))
    }

    fn add(mut self, described: [&'static str; 4], handler: MethodRouter<H>) -> Self {
        let [method, path, body, about] = described;
        let route = path.split('?').next().unwrap_or(path);
        self.router = self.router.route(route, handler);
        self.table.push(ControlRequest {
            method,
            path,
            body,
            about,
        });
        self
    }

    /// Takes in the routes of another part of the same interface.
    pub(crate) fn merge(mut self, other: Self) -> Self {
        self.router = self.router.merge(other.router);
        self.table.extend(other.table);
        self
    }

    pub(crate) fn into_table(self) -> ControlTable {
        ControlTable(self.table)
    }

    pub(crate) fn into_router(self, handle: H) -> Router {
        self.router.with_state(handle)
    }
}

/// Serves a table at `GET /`.
pub(crate) fn index(table: &ControlTable) -> Router {
    let text = table.to_string();
    Router::new().route("/", get(async move || text))
}
