//! Texts in which KIE and the providers above it put their errors: the class of each, under every
//! code, because the codes do not tell them apart.

use neurocards_adapters::kie::classify::failed;
use neurocards_core::work::failure::ErrorClass;

fn check(class: ErrorClass, texts: &[&str]) {
    for text in texts {
        for code in ["400", "422", "500", "501", "INTERNAL", ""] {
            let failure = failed(Some(code), Some(text));
            assert_eq!(
                failure.class, class,
                "failCode {code:?}: {text}: {failure:?}"
            );
        }
    }
}

#[test]
fn refused_content_is_the_users_under_every_code_and_in_every_wording() {
    check(
        ErrorClass::User,
        &[
            "This request violates our terms of service regarding depictions of public figures",
            "Sorry, this prompt may go against our guidelines around third-party likenesses.",
            "The uploaded photo includes a person who looks underaged",
            "We detected a child in your image",
            "Your image contains a human face which is not supported",
            "Image includes recognizable individuals",
            "Generated output blocked due to intellectual property concerns",
            "The output resembles a copyrighted work",
            "Output video contains content similar to protected IP",
            "Sexually suggestive content is not allowed",
            "Content is not permitted by the provider",
            "Prompt flagged for violence/gore",
            "Request blocked: hate symbols",
            "drug-related content",
            "The text contains sensitive words",
            "Image review did not pass",
            "Image audit failed",
            "Failed to pass content audit",
            "Content security check failed, please modify the prompt",
            "content_policy_violation",
            "sora_content_violation",
            "Your request was rejected as a result of our safety system. Please retry later",
            "Rejected by Google's content policy (public error prominent people upload).",
            "public error minor upload",
            "unsafe image upload",
            "PUBLIC_ERROR_SEXUAL",
            "PUBLIC_ERROR_IP_INPUT_IMAGE",
            "PUBLIC_ERROR_UNSAFE_PROMPT_FILTER_FAILED",
            "PUBLIC_ERROR_DANGEROUS_FILTER_FAILED",
            "PUBLIC_ERROR_PROMINENT_PEOPLE_UPLOAD",
            "The Google model was unable to generate audio for this request.",
            "Your prompt was flagged by Website as violating content policies.",
            "We do not allow photos of real celebrities or politicians",
            "election-related or political persuasion content is not supported",
            "违反社区规范",
            "提示词包含敏感词",
            "内容违规",
            "生成的视频未通过审核",
            "图片涉及未成年人",
            "图像包含名人肖像",
            "内容审查未通过",
            "涉及政治敏感内容，请稍后重试",
            "The request failed because the output video may be related to copyright restrictions.",
            "The output video may be related to copyright restrictions. Please try again later.",
            "This content may violate our guardrails concerning similarity to third-party content.",
            "The generated video is too similar to an existing film and was withheld",
            "Image contains a celebrity or public figure",
            "We cannot process photos depicting minors",
            "A minor was detected in the uploaded image",
            "Children appear in the reference photo",
            "The uploaded picture contains people, which is not allowed",
            "NSFW content detected",
            "Prompt includes nudity, please revise",
            "Depictions of violence are prohibited",
            "Politically sensitive",
            "Your prompt touches on political content",
            "Blocked by our safety system (internal code 500), please try again later",
            "Failure to pass the risk control system",
            "Input data may contain inappropriate content.",
            "Prompt violates our usage policies",
            "Request rejected: the description breaches community guidelines",
            "Forbidden content detected in the prompt",
            "PUBLIC_ERROR_PROMINENT_PEOPLE_FILTER_FAILED",
            "PUBLIC_ERROR_MINOR_UPLOAD",
            "PUBLIC_ERROR_AUDIO_FILTERED",
            "DataInspectionFailed",
            "SAFETY.INPUT.TEXT",
            "output new_sensitive",
            "内容审核未通过,请修改后重试",
            "图片中包含敏感信息",
            "输入内容涉嫌侵权",
            "检测到真人人脸,请更换图片",
        ],
    );
}

#[test]
fn an_unsuited_photo_or_parameter_is_the_users() {
    check(
        ErrorClass::User,
        &[
            "Moderation failed",
            "moderation_blocked",
            "This generation might violate our content policies. Send feedback if you believe this is in error",
            "Person generation is not allowed",
            "The parameter `duration` specified in the request is not valid",
            "image aspect ratio should be between 0.4 and 2.5",
            "Image width must be at least 300px",
            "The image is too small",
            "File too large",
            "unsupported image type: image/heic",
            "prompt length exceeds 2500",
            "The text length cannot exceed the maximum limit",
            "duration is not within the range of allowed options",
            "mode is not within the range of allowed options",
            "Invalid image URL",
            "image_urls file type not supported",
            "Prompt is required",
            "Please provide a valid prompt",
            "Input image is corrupted or unreadable",
            "PUBLIC_ERROR_UNSAFE_GENERATION",
            "InputImageSensitiveContentDetected.PrivacyInformation",
            "Aspect ratio must be between 0.4 and 2.5",
            "prompt must not exceed 2500 characters",
            "Unsupported image format: gif",
            "The file size exceeds the limit of 10 MB",
            "duration should be one of 5, 10",
            "image_url is required",
            "The image could not be decoded",
            "图片分辨率过低",
        ],
    );
}

#[test]
fn a_fault_is_nobodys_whatever_words_it_uses() {
    check(
        ErrorClass::Temporary,
        &[
            "Internal error. Our people are looking into it, please try again later.",
            "The service is experiencing high demand. People may see delays.",
            "Heavy traffic: too many people generating content at the moment",
            "Server is overloaded, request rejected",
            "Request rejected: server is at capacity",
            "Model is overloaded. Please try again later.",
            "The engine is currently overloaded",
            "Third-party provider error: service unavailable",
            "Upstream third party service timed out",
            "the server is busy processing other users' content",
            "Task timed out after 600s",
            "Video generation timeout",
            "System is under maintenance",
            "Internal Error, please try again later. Your credits have been refunded.",
            "Safety service timed out",
            "502 Bad Gateway",
            "504 Gateway Time-out",
            "An unexpected error occurred in content generation, please retry",
            "PUBLIC_ERROR_GENERATION_TIMED_OUT",
            "The account rule engine is temporarily unavailable",
            "系统繁忙",
            "生成超时",
            "服务器内部错误",
            "Too many people are using the service right now, please try again later",
            "The server is busy: many people are generating videos with images",
            "Service overloaded due to high demand for this content type",
            "Upstream service timed out, no results",
            "The content moderation service is unavailable, please retry later",
            "A minor issue occurred on our side. Please try again later.",
            "internal error: child process exited unexpectedly",
            "Internal server error: constraint violation",
            "Generation took too long",
            "PUBLIC_ERROR_HIGH_TRAFFIC",
            "Connection reset by peer while uploading the video",
            "<html><head><title>502 Bad Gateway</title></head><body>forbidden content</body></html>",
            "服务繁忙,请稍后重试",
            "审核服务超时",
        ],
    );
}

#[test]
fn a_limit_is_waited_for() {
    check(
        ErrorClass::RateLimit,
        &[
            "Rate limit reached for requests",
            "Too many requests, people are waiting",
            "Max concurrent jobs exceeded",
            "You have too many running tasks",
            "Requests per minute limit exceeded for this account",
            "PUBLIC_ERROR_USER_REQUESTS_THROTTLED",
            "429 Too Many Requests: content generation",
            "并发数超限",
            "Your call frequency is too high. Please try again later.",
            "Too many concurrent generations",
            "Rate limit: at most 20 requests per 10 seconds",
            "Quota exceeded for requests per minute",
            "The number of concurrent tasks has reached the maximum",
            "RESOURCE_EXHAUSTED",
            "请求过于频繁",
        ],
    );
}

#[test]
fn money_is_the_operators_even_under_code_500() {
    check(
        ErrorClass::Billing,
        &[
            "Your account balance is insufficient",
            "Not enough credits to run this model",
            "credit balance exhausted",
            "Insufficient funds",
            "The current credits are insufficient. Please top up.",
            "余额不足，请充值",
            "Credits insufficient, please top up",
            "Your account does not have enough credits: not enough balance",
            "The balance is too low for this model",
            "You exceeded your current quota, please check your plan and billing details.",
            "账户余额不足",
        ],
    );
}

#[test]
fn what_proves_nothing_stays_unknown() {
    check(
        ErrorClass::Unknown,
        &[
            "403 Forbidden",
            "Access denied",
            "error",
            "null",
            "Generation failed, please try again",
            "Something about your account",
            "rule 17",
            "content",
            "people",
            "credit",
            "<!DOCTYPE html><html><title>Access denied</title>This content is prohibited by your organization's policy</html>",
            "",
            "failed",
            "Failed to generate video",
            "This field is required",
            "This interface is temporarily paused.",
            "The model has been deprecated",
            "403 Forbidden: access to this content was denied by the proxy",
            "<html><body>403 Forbidden: forbidden content, policy violation</body></html>",
            "error code: 1010",
            "Your account was flagged for review",
            "PUBLIC_ERROR_SOMETHING",
        ],
    );
}

#[test]
fn a_photo_that_cannot_be_fetched_is_a_fault_only_under_a_server_code() {
    let text = Some("Failed to fetch image: connection timeout");
    assert_eq!(failed(Some("500"), text).class, ErrorClass::Temporary);
    assert_eq!(failed(Some("400"), text).class, ErrorClass::User);
}
