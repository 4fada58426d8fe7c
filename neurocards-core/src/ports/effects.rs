//! The class of every foreign effect: may it be repeated after an unknown outcome?

/// What to do when the outcome of an effect is unknown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum EffectClass {
    /// It changes nothing outside, or nothing that costs: repeat.
    Retry,
    /// Repeating it gives the same state: repeat.
    Idempotent,
    /// Repeating it may double it: never twice automatically. Intent is stored first, and an
    /// unknown outcome becomes a durable, visible state.
    Reconcile,
}

/// Every method of a port that leaves our own database, with its class.
pub const EFFECTS: [(&str, &str, EffectClass); 14] = [
    ("video_generator", "upload", EffectClass::Retry),
    ("video_generator", "submit", EffectClass::Reconcile),
    ("video_generator", "check", EffectClass::Retry),
    ("video_generator", "fetch", EffectClass::Retry),
    ("prompt_writer", "write", EffectClass::Retry),
    ("media_store", "put", EffectClass::Idempotent),
    ("media_store", "get", EffectClass::Retry),
    ("media_store", "url", EffectClass::Retry),
    ("media_store", "delete", EffectClass::Idempotent),
    ("messenger", "show_card", EffectClass::Idempotent),
    ("messenger", "send_video", EffectClass::Reconcile),
    ("messenger", "send_notice", EffectClass::Reconcile),
    ("payment_provider", "refund", EffectClass::Idempotent),
    ("payment_provider", "transactions", EffectClass::Retry),
];

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn every_foreign_port_method_has_a_class() {
        let ports = [
            ("video_generator", include_str!("video_generator.rs")),
            ("prompt_writer", include_str!("prompt_writer.rs")),
            ("media_store", include_str!("media_store.rs")),
            ("messenger", include_str!("messenger.rs")),
            ("payment_provider", include_str!("payment_provider.rs")),
        ];
        let methods = ports.iter().flat_map(|(port, source)| {
            source.lines().filter_map(move |line| {
                let name = line.trim().strip_prefix("async fn ")?.split('(').next()?;
                Some((*port, name))
            })
        });
        let classed = EFFECTS.iter().map(|(port, method, _)| (*port, *method));
        assert_eq!(
            methods.collect::<BTreeSet<_>>(),
            classed.collect::<BTreeSet<_>>()
        );
    }
}
