//! Variables that are set and change nothing, because of how others are set.

use super::Settings;

/// One sentence for each variable that is set in vain.
pub fn set_in_vain(settings: &Settings) -> Vec<String> {
    let is_set = |name| settings.is_set(name);
    let media = settings.optional("MEDIA_URL").unwrap_or_default();
    let without_s3 = "MEDIA_URL is no s3:// place";
    let without_roubles = "nothing is sold for roubles without PROVIDER_TOKEN";
    let is_off = |name| settings.optional(name) == Some("0");
    let rules = [
        ("PACKS_ROUBLES", !is_set("PROVIDER_TOKEN"), without_roubles),
        (
            "PROVIDER_VAT_CODE",
            !is_set("PROVIDER_TOKEN"),
            without_roubles,
        ),
        ("ROUBLE_USD", !is_set("PROVIDER_TOKEN"), without_roubles),
        ("S3_ENDPOINT", !media.starts_with("s3:"), without_s3),
        ("S3_REGION", !media.starts_with("s3:"), without_s3),
        ("S3_ACCESS_KEY_ID", !media.starts_with("s3:"), without_s3),
        (
            "S3_SECRET_ACCESS_KEY",
            !media.starts_with("s3:"),
            without_s3,
        ),
        (
            "REFERRAL_FRIENDS_MAX",
            is_off("REFERRAL_CREDITS"),
            "REFERRAL_CREDITS is 0",
        ),
    ];
    let vain = rules
        .into_iter()
        .filter(|(name, is_vain, _)| *is_vain && is_set(name));
    vain.map(|(name, _, why)| format!("{name} is set and of no use: {why}"))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::settings::variables;

    fn told(pairs: &[(&str, &str)]) -> Vec<String> {
        let find = |name: &str| {
            let pair = pairs.iter().find(|(key, _)| *key == name);
            pair.map(|(_, value)| (*value).to_owned())
        };
        set_in_vain(&Settings::read(variables::all(), None, find).unwrap())
    }

    #[test]
    fn defaults_are_not_told() {
        assert_eq!(told(&[]), Vec::<String>::new());
    }

    #[test]
    fn prices_in_roubles_need_somebody_who_takes_roubles() {
        let packs = ("PACKS_ROUBLES", "5=390");
        let said = "PACKS_ROUBLES is set and of no use: nothing is sold for roubles without PROVIDER_TOKEN";
        assert_eq!(told(&[packs]), [said]);
        assert_eq!(
            told(&[packs, ("PROVIDER_TOKEN", "1:TEST:1")]),
            Vec::<String>::new()
        );
    }

    #[test]
    fn a_key_of_a_bucket_needs_a_bucket() {
        let key = ("S3_ACCESS_KEY_ID", "a");
        assert_eq!(told(&[key]).len(), 1);
        assert_eq!(
            told(&[key, ("MEDIA_URL", "s3://bucket/media")]),
            Vec::<String>::new()
        );
    }
}
