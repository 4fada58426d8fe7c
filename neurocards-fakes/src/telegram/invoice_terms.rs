//! What may stand in an invoice, and what is refused in which words.

use std::ops::RangeInclusive;

use serde_json::Value;

use super::answer::ApiError;
use super::params::Params;
use super::payments::Provider;

/// The only period of a subscription, in seconds (Bot API, `createInvoiceLink`).
pub(crate) const SUBSCRIPTION_SECS: i64 = 2_592_000;

/// Most Stars of one invoice: 100,000 pass and 150,000 do not, as somebody measured in September
/// 2026; Telegram names no number.
const STARS: RangeInclusive<i64> = 1..=100_000;

/// Kopecks of one invoice: about 1 to 10,000 US dollars. The numbers of Telegram's
/// `currencies.json` move with the rate; these once stood there.
const KOPECKS: RangeInclusive<i64> = 8_653..=86_530_475;

/// Longest word behind `?start=` in a link (Bot API, "Deep linking").
const MAX_START_PARAMETER: usize = 64;

/// With Stars Telegram refuses these, although its documentation says "ignored".
const NOT_WITH_STARS: [&str; 10] = [
    "max_tip_amount",
    "suggested_tip_amounts",
    "provider_data",
    "need_name",
    "need_phone_number",
    "need_email",
    "need_shipping_address",
    "send_phone_number_to_provider",
    "send_email_to_provider",
    "is_flexible",
];

/// Gives the total, in the smallest unit of the currency.
pub(crate) fn check(params: &Params, provider: &Provider) -> Result<i64, ApiError> {
    let currency = params.str("currency").unwrap_or("");
    let token = params.str("provider_token").unwrap_or("");
    let prices = items(params, "prices");
    let limits = match currency {
        "XTR" => check_stars(params, token, prices.len()).map(|()| STARS)?,
        "RUB" => check_roubles(params, token, provider).map(|()| KOPECKS)?,
        _ => return Err(unknown(currency, token, provider)),
    };
    check_photo(params)?;
    check_start_parameter(params.str("start_parameter").unwrap_or(""))?;
    if prices
        .iter()
        .any(|price| price["label"].as_str().is_none_or(str::is_empty))
    {
        return Err(ApiError::rule("a price needs a label"));
    }
    let amounts = prices.iter().filter_map(|price| price["amount"].as_i64());
    let total = amounts.fold(0, i64::saturating_add);
    if limits.contains(&total) {
        return Ok(total);
    }
    Err(ApiError::bad_request("CURRENCY_TOTAL_AMOUNT_INVALID"))
}

fn items<'a>(params: &'a Params, name: &str) -> &'a [Value] {
    let list = params.value(name).and_then(Value::as_array);
    list.map_or(&[], Vec::as_slice)
}

/// The provider is judged before the currency: a mistyped `XTR` is told as a wrong provider.
fn unknown(currency: &str, token: &str, provider: &Provider) -> ApiError {
    if currency.len() != 3 || !currency.chars().all(|c| c.is_ascii_uppercase()) {
        return ApiError::bad_request("CURRENCY_INVALID");
    }
    if !provider.is(token) {
        return ApiError::bad_request("PAYMENT_PROVIDER_INVALID");
    }
    ApiError::rule(format!("{currency} is not known here: XTR and RUB are"))
}

fn check_stars(params: &Params, token: &str, prices: usize) -> Result<(), ApiError> {
    if prices != 1 {
        return Err(ApiError::rule("an invoice in Stars has exactly one price"));
    }
    if !token.is_empty() {
        return Err(ApiError::rule(
            "an invoice in Stars has an empty provider_token",
        ));
    }
    if NOT_WITH_STARS.iter().any(|name| is_set(params.value(name))) {
        return Err(ApiError::bad_request("STARS_INVOICE_INVALID"));
    }
    Ok(())
}

fn is_set(value: Option<&Value>) -> bool {
    match value {
        None | Some(Value::Null | Value::Bool(false)) => false,
        Some(Value::Number(number)) => number.as_i64() != Some(0),
        Some(Value::String(text)) => !text.is_empty(),
        Some(Value::Array(items)) => !items.is_empty(),
        Some(_) => true,
    }
}

fn check_roubles(params: &Params, token: &str, provider: &Provider) -> Result<(), ApiError> {
    if !provider.is(token) {
        return Err(ApiError::bad_request("PAYMENT_PROVIDER_INVALID"));
    }
    if params.flag("is_flexible") || params.flag("need_shipping_address") {
        return Err(ApiError::rule("shipping is not supported here"));
    }
    let data = params.str("provider_data").unwrap_or("");
    if !data.is_empty() && serde_json::from_str::<Value>(data).is_err() {
        return Err(ApiError::bad_request("DATA_JSON_INVALID"));
    }
    check_tips(params)
}

fn check_tips(params: &Params) -> Result<(), ApiError> {
    let most = params.int("max_tip_amount").unwrap_or(0);
    let suggested: Vec<i64> = items(params, "suggested_tip_amounts")
        .iter()
        .filter_map(Value::as_i64)
        .collect();
    let grows = suggested.windows(2).all(|pair| pair[0] < pair[1]);
    if most >= 0 && grows && suggested.iter().all(|tip| (1..=most).contains(tip)) {
        return Ok(());
    }
    Err(ApiError::rule(
        "suggested tips are positive, grow, and are max_tip_amount at most",
    ))
}

fn check_photo(params: &Params) -> Result<(), ApiError> {
    let url = params.str("photo_url").filter(|url| !url.is_empty());
    let sizes = ["photo_size", "photo_width", "photo_height"];
    let mut given = sizes.iter().filter_map(|name| params.int(name));
    match url {
        None if given.next().is_some() => {
            Err(ApiError::rule("the size of a photo needs its photo_url"))
        }
        Some(_) if given.any(|size| size < 0) => {
            Err(ApiError::rule("the size of a photo is not negative"))
        }
        Some(url) if !url.starts_with("https://") && !url.starts_with("http://") => {
            Err(ApiError::bad_request("WEBDOCUMENT_URL_INVALID"))
        }
        _ => Ok(()),
    }
}

fn check_start_parameter(word: &str) -> Result<(), ApiError> {
    let fits = |c: char| c.is_ascii_alphanumeric() || c == '_' || c == '-';
    if word.len() <= MAX_START_PARAMETER && word.chars().all(fits) {
        return Ok(());
    }
    Err(ApiError::bad_request("START_PARAM_INVALID"))
}
