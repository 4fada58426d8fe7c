//! The wordings of refusals, as whole words; see [`phrases`](super::phrases) for the notation.

/// A kind of refusal: patterns that are enough alone, and groups of which one sentence must have
/// one each.
pub(super) struct Policy {
    pub(super) alone: &'static str,
    pub(super) together: &'static [&'static [&'static str]],
}

/// What people show.
pub(super) const PERSON: Policy = Policy {
    alone: "\
        celebrities | celebrity | child abuse | child safety | child sexual* | csae | csam | \
        deepfake* | face detected | faces detected | famous people | famous person | \
        human face | human faces | identifiable people | identifiable person | likeness | \
        minors | photorealistic human* | people generation | person generation | \
        photorealistic people | photorealistic person | political figure* | politician* | \
        privacy information | prominent people | prominent person* | public figure* | \
        real face* | real human* | real individual* | real people | real person* | \
        realistic people | realistic person* | recognisable people | recognisable person* | \
        recognizable individual* | recognizable people | recognizable person* | underage* | \
        well known people | well known person* | 人脸 | 名人 | 明星 | 未成年 | 真人 | 肖像",
    together: &[
        &["minor", SHOWN],
        &[
            "baby | child | children | infant* | kid | kids | teenager*",
            SHOWN,
        ],
        &[
            "face | faces | human | humans | individual* | people | person | persons",
            "image | images | photo | photos | picture | pictures | upload* | video",
            "\
                contain* | depict* | detected | not allowed | not permitted | not support* | \
                prohibited | refused | rejected",
        ],
    ],
};
const SHOWN: &str = "\
    appear* | contain* | depict* | detect* | face | image | images | involv* | person | photo | \
    photos | picture | portray* | protect* | safety | show* | upload | uploads | video";

/// What belongs to somebody.
pub(super) const PROTECTED: Policy = Policy {
    alone: "\
        copyright* | infringe* | intellectual property | ip infringement | licensed character* | \
        protected character* | protected content | protected material | protected work* | \
        third party content | third party intellectual | third party ip | \
        third party likeness* | third party material | third party rights | trademark* | 版权 | \
        侵权 | 知识产权 | 商标",
    together: &[
        &[
            "resemblance | resemble* | similar | similarities | similarity",
            "\
                character* | content | film | franchise | material | movie | protected | \
                someone | third | third party | work | works",
        ],
        &[
            "famous | known | registered",
            "brand | brands | character* | logo | logos",
            "\
                contain* | not allowed | not permitted | prohibited | rejected | violat*",
        ],
    ],
};

/// What is not to be shown.
pub(super) const CONTENT: Policy = Policy {
    alone: "\
        acceptable use | adult content | ai moderator | audio filtered | community guideline* | \
        community standard* | content blocked | content compliance | content filter* | \
        content guideline* | content inspection | content security check* | content moderation | \
        content not allowed | content policies | content policy | content restriction* | \
        content review | content rules | content safety | content standards | \
        content violation* | data inspection failed | disallowed content | erotic* | \
        explicit content | explicit material | extremis* | filter failed | flagged | \
        forbidden content | forbidden keyword* | forbidden word* | gore | graphic violence | \
        green net | guardrail* | harmful content | hate speech | hate symbol* | hateful | \
        illegal content | image review | inappropriate | moderation policy | not safe for work | \
        nsfw | nude | nudity | objectionable | obscene | offensive | policy violation* | \
        political content | political sensitiv* | politically sensitive | porn* | \
        prohibited content | prohibited use | rai media filtered | responsible ai | \
        restricted content | risk control | safety check* | safety filter* | safety guideline* | \
        safety policies | safety policy | safety reason* | safety setting* | safety system* | \
        safety violation* | self harm | sensitive content | sensitive information | \
        sensitive material | sensitive topic* | sensitive word* | sexual* | suicid* | \
        terroris* | third party safety | unsafe | usage guideline* | usage policies | \
        usage policy | violence | violent | weapon* | 不合规 | 内容安全 | 内容审查 | 内容审核 | \
        审核不通过 | 审核未通过 | 未通过审核 | 审核失败 | 敏感 | 政治 | 暴力 | 色情 | 违反 | \
        违禁 | 违规 | 风控 | 不当内容",
    together: &[
        &[
            "against | breach* | comply | contravene* | not compliant | violat*",
            "\
                guideline* | law | laws | policies | policy | principles | regulation* | rules | \
                standards | terms",
        ],
        &[
            "\
                blocked | caught | declined | denied | did not pass | didnt pass | failed | \
                failed to pass | filtered | not allowed | not approved | not pass | \
                not permitted | refused | rejected | stopped",
            "\
                audit | filter | filters | inspection | moderation | moderator* | safety | \
                screening",
        ],
        &[
            "\
                blocked | caught | declined | disallowed | filtered | not permitted | \
                prohibited | refused | rejected",
            "\
                content | description | image | images | input | inputs | output | outputs | \
                photo | picture | prompt | prompts | text | topic | video | word*",
        ],
        &[
            "\
                abusive | blood* | dangerous | discriminat* | disturbing | drug* | gambling | \
                harmful | hate | illegal | political* | politics | religious | sensitive | \
                toxic | vulgar",
            "\
                contain* | content | detected | image | input | material | output | photo | \
                picture | prompt | subject | text | theme* | topic* | video | word*",
        ],
        &[
            "public error",
            "\
                celebrity | child | dangerous | filter | filtered | harm | hate | ip | minor | \
                people | person | policy | prohibited | safety | sexual | unsafe | upload | \
                violence",
        ],
        &[
            "safety",
            "audio | image | input | output | prompt | text | video",
        ],
        &[
            "\
                cannot generate | cant generate | could not generate | unable to generate",
            "audio | this image | this prompt | your image | your prompt",
        ],
    ],
};
