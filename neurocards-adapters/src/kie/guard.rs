//! Which addresses a URL taken from an answer may lead to.

use std::collections::HashSet;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::sync::Arc;

use neurocards_core::ports::FetchError;
use reqwest::dns::{Addrs, Name, Resolve, Resolving};
use tokio::net::lookup_host;
use url::{Host, Url};

use super::options::{KieOptions, ResultHosts};

/// File hosts of KIE seen so far; others are allowed but logged.
const KNOWN_HOSTS: [&str; 5] = [
    "tempfile.aiquickdraw.com",
    "tempfileb.aiquickdraw.com",
    "file.aiquickdraw.com",
    "static.aiquickdraw.com",
    "tempfile.redpandaai.co",
];

/// Decides about URLs before a connection, and about addresses while connecting.
#[derive(Clone)]
pub(super) struct Guard {
    hosts: Arc<ResultHosts>,
    local: bool,
}

impl Guard {
    pub(super) fn new(options: &KieOptions) -> Self {
        Self {
            hosts: Arc::new(options.result_hosts.clone()),
            local: options.is_local(),
        }
    }

    /// Takes a URL that may be read: https to a public host, unless configured otherwise.
    pub(super) fn check(&self, url: &str) -> Result<Url, FetchError> {
        let refuse = |why: &str| Err(FetchError::Unusable(format!("the URL {why}")));
        let Ok(url) = Url::parse(url) else {
            return refuse("cannot be read");
        };
        let Some(host) = url.host() else {
            return refuse("names no host");
        };
        let name = host.to_string();
        if !url.username().is_empty() || url.password().is_some() {
            return refuse("holds a password");
        }
        if !self.hosts.only.is_empty() && !self.hosts.only.contains(&name) {
            return refuse("leads to a host that is not allowed");
        }
        if self.is_trusted(&host) {
            return match url.scheme() {
                "https" | "http" => Ok(url),
                _ => refuse("is neither https nor http"),
            };
        }
        if url.scheme() != "https" || url.port().is_some() {
            return refuse("is not plain https");
        }
        if literal(&host).is_some_and(|ip| !is_public(ip)) {
            return refuse("leads to a private address");
        }
        if !KNOWN_HOSTS.contains(&name.as_str()) {
            tracing::info!(host = name, "a video lies on a host not seen before");
        }
        Ok(url)
    }

    fn is_trusted(&self, host: &Host<&str>) -> bool {
        let loopback = literal(host).is_some_and(|ip| ip.is_loopback());
        self.hosts.trusted.contains(&host.to_string()) || (self.local && loopback)
    }
}

/// Resolves names for the client, and refuses those that have a private address: the connection
/// goes to the very addresses that were checked.
impl Resolve for Guard {
    fn resolve(&self, name: Name) -> Resolving {
        let trusted = self.hosts.trusted.iter().any(|host| host == name.as_str());
        Box::pin(async move {
            let addresses = if trusted {
                lookup_host((name.as_str(), 0)).await?.collect()
            } else {
                resolve_public(name.as_str()).await?
            };
            Ok(Box::new(addresses.into_iter()) as Addrs)
        })
    }
}

/// The addresses of a name, all of them public; an error if one is not or there are none.
pub async fn resolve_public(name: &str) -> Result<Vec<SocketAddr>, std::io::Error> {
    let addresses: HashSet<SocketAddr> = lookup_host((name, 0)).await?.collect();
    let private = addresses.iter().any(|address| !is_public(address.ip()));
    if private || addresses.is_empty() {
        return Err(std::io::Error::new(
            std::io::ErrorKind::PermissionDenied,
            "the host has no public address",
        ));
    }
    Ok(addresses.into_iter().collect())
}

fn literal(host: &Host<&str>) -> Option<IpAddr> {
    match host {
        Host::Ipv4(ip) => Some(IpAddr::V4(*ip)),
        Host::Ipv6(ip) => Some(IpAddr::V6(*ip)),
        Host::Domain(_) => None,
    }
}

/// Whether an address is reachable for everybody (IANA special-purpose registries).
pub fn is_public(ip: IpAddr) -> bool {
    match ip {
        IpAddr::V4(ip) => is_public_v4(ip),
        IpAddr::V6(ip) => is_public_v6(ip),
    }
}

fn is_public_v4(ip: Ipv4Addr) -> bool {
    let [a, b, c, _] = ip.octets();
    let shared = a == 100 && (64..128).contains(&b);
    let protocol = a == 192 && b == 0 && c == 0;
    let relay = a == 192 && b == 88 && c == 99;
    let benchmark = a == 198 && (18..20).contains(&b);
    let reserved = a == 0 || a >= 240;
    !(ip.is_private()
        || ip.is_loopback()
        || ip.is_link_local()
        || ip.is_documentation()
        || ip.is_multicast()
        || shared
        || protocol
        || relay
        || benchmark
        || reserved)
}

/// Only global unicast, without the ranges that carry an IPv4 address inside.
fn is_public_v6(ip: Ipv6Addr) -> bool {
    let [first, second, ..] = ip.segments();
    let global = first & 0xe000 == 0x2000;
    let teredo_or_documentation = first == 0x2001 && (second < 0x0200 || second == 0x0db8);
    let six_to_four = first == 0x2002;
    let documentation = first == 0x3fff && second < 0x1000;
    global && !teredo_or_documentation && !six_to_four && !documentation
}
