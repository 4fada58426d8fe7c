//! The signature of callbacks (docs.kie.ai/common-api/webhook-verification).

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use sha2::{Digest, Sha256};

/// The header with the time, Unix seconds.
pub(crate) const TIMESTAMP: &str = "X-Webhook-Timestamp";
/// The header with the signature.
pub(crate) const SIGNATURE: &str = "X-Webhook-Signature";

/// Bytes that SHA-256 takes at once.
const BLOCK: usize = 64;

/// Signs a callback: base64 of HMAC-SHA256 over `task.unix_secs`. It does not cover the body.
pub fn sign(webhook_key: &str, task: &str, unix_secs: u64) -> String {
    let message = format!("{task}.{unix_secs}");
    STANDARD.encode(hmac_sha256(webhook_key.as_bytes(), message.as_bytes()))
}

/// HMAC of RFC 2104.
fn hmac_sha256(key: &[u8], message: &[u8]) -> [u8; 32] {
    let mut block = [0_u8; BLOCK];
    if key.len() > BLOCK {
        block[..32].copy_from_slice(&Sha256::digest(key));
    } else {
        block[..key.len()].copy_from_slice(key);
    }
    let pad = |byte: u8| block.map(|of_key| of_key ^ byte);
    let inner = Sha256::new()
        .chain_update(pad(0x36))
        .chain_update(message)
        .finalize();
    Sha256::new()
        .chain_update(pad(0x5c))
        .chain_update(inner)
        .finalize()
        .into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_key_is_hashed_first() {
        // RFC 4231, test case 6.
        let mac = hmac_sha256(
            &[0xaa; 131],
            b"Test Using Larger Than Block-Size Key - Hash Key First",
        );
        let expected = "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54";
        assert_eq!(hex::encode(mac), expected);
    }
}
