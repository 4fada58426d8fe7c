//! The macro that turns the cases into tests. `build.rs` lists them, out of the modules in which
//! they are written.

include!(concat!(env!("OUT_DIR"), "/every_conformance_case.rs"));

/// Expands to one `#[tokio::test]` per case of the conformance suite, in modules named by port.
///
/// `fresh` names an `async fn(Arc<HandClock>) -> Harness` in scope that makes an empty store.
/// The crate that uses it needs `tokio` with `macros` and `rt`.
#[macro_export]
macro_rules! conformance_tests {
    (fresh = $fresh:ident) => {
        $crate::every_conformance_case!($fresh);
    };
    (@case $fresh:ident [$($path:ident)::+] $case:ident) => {
        #[tokio::test]
        async fn $case() {
            $crate::conformance::run($fresh, $crate::conformance::$($path)::+::$case).await;
        }
    };
}
