//! What the demo is asked to do, checked before anything is started.

use std::path::{Path, PathBuf};

use bytes::Bytes;
use neurocards_adapters::kie;
use neurocards_adapters::photo::{self, PhotoLimits};
use neurocards_core::work::brief::{OwnPrompt, Template, VideoCount};
use neurocards_core::work::product::Description;

use crate::args::DemoArgs;
use crate::faults::FaultName;

/// A checked request.
#[derive(Debug, Clone)]
pub struct Request {
    /// The photo's bytes.
    pub photo: Bytes,
    /// The photo's file name, for the chat.
    pub photo_name: String,
    /// The photo's MIME type, by content.
    pub photo_mime: &'static str,
    /// Facts about the product.
    pub text: Description,
    /// The way to a scenario.
    pub script: Script,
    /// How many videos.
    pub count: VideoCount,
    /// Length of each in seconds; the default model offers it.
    pub seconds: u8,
    /// Where the files go; exists and can be written to.
    pub out: PathBuf,
    /// What goes wrong.
    pub fault: Option<FaultName>,
}

/// The way to a scenario.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Script {
    /// A person shows the product.
    Ugc,
    /// The product alone.
    Ad,
    /// The given prompt.
    Own(OwnPrompt),
}

impl Script {
    /// The template in the domain's words.
    pub const fn template(&self) -> Template {
        match self {
            Self::Ugc => Template::Ugc,
            Self::Ad => Template::Ad,
            Self::Own(_) => Template::Own,
        }
    }

    /// The word on the command line.
    pub const fn as_str(&self) -> &'static str {
        match self {
            Self::Ugc => "ugc",
            Self::Ad => "ad",
            Self::Own(_) => "self",
        }
    }
}

impl Request {
    /// Checks every option; the errors are all that is wrong, one line each.
    pub async fn check(args: &DemoArgs) -> Result<Self, Vec<String>> {
        let mut wrong = Vec::new();
        let photo = noted(read_photo(&args.photo).await, &mut wrong);
        let text = noted(read_text(&args.text), &mut wrong);
        let script = noted(
            read_script(&args.template, args.prompt.as_deref()),
            &mut wrong,
        );
        let count = noted(read_count(&args.count), &mut wrong);
        let seconds = noted(read_seconds(&args.seconds), &mut wrong);
        let fault = noted(
            args.fault.as_deref().map(read_fault).transpose(),
            &mut wrong,
        );
        let out = noted(make_writable(&args.out), &mut wrong);
        let (
            Some((photo, photo_mime)),
            Some(text),
            Some(script),
            Some(count),
            Some(seconds),
            Some(fault),
            Some(()),
        ) = (photo, text, script, count, seconds, fault, out)
        else {
            return Err(wrong);
        };
        let photo_name = args.photo.file_name().unwrap_or_default();
        let photo_name = photo_name.to_string_lossy().into_owned();
        let out = args.out.clone();
        Ok(Self {
            photo,
            photo_name,
            photo_mime,
            text,
            script,
            count,
            seconds,
            out,
            fault,
        })
    }
}

fn noted<T>(checked: Result<T, String>, wrong: &mut Vec<String>) -> Option<T> {
    checked.map_err(|problem| wrong.push(problem)).ok()
}

async fn read_photo(path: &Path) -> Result<(Bytes, &'static str), String> {
    let named = |problem: &dyn std::fmt::Display| format!("--photo {}: {problem}", path.display());
    let facts = tokio::fs::metadata(path)
        .await
        .map_err(|error| named(&error))?;
    if !facts.is_file() {
        return Err(named(&"this is no file"));
    }
    let max = PhotoLimits::MAX_BYTES;
    if facts.len() > max as u64 {
        return Err(named(&format!(
            "the file has {} bytes, at most {max} are allowed",
            facts.len()
        )));
    }
    let photo = Bytes::from(tokio::fs::read(path).await.map_err(|error| named(&error))?);
    let facts = photo::inspect(&photo)
        .await
        .map_err(|problem| named(&problem))?;
    Ok((photo, facts.kind.mime()))
}

fn read_text(text: &str) -> Result<Description, String> {
    Description::parse(text).map_err(|error| format!("--text: {error}"))
}

fn read_script(template: &str, prompt: Option<&str>) -> Result<Script, String> {
    match (template, prompt) {
        ("ugc", None) => Ok(Script::Ugc),
        ("ad", None) => Ok(Script::Ad),
        ("self", Some(prompt)) => OwnPrompt::parse(prompt)
            .map(Script::Own)
            .map_err(|error| format!("--prompt: {error}")),
        ("self", None) => Err("--template self: needs --prompt".to_owned()),
        ("ugc" | "ad", Some(_)) => Err("--prompt: only with --template self".to_owned()),
        _ => Err(format!("--template {template}: expected ugc, ad or self")),
    }
}

fn read_count(count: &str) -> Result<VideoCount, String> {
    let number = count.parse::<u8>().ok();
    number
        .and_then(|number| VideoCount::try_from(number).ok())
        .ok_or_else(|| format!("--count {count}: expected 1, 3 or 5"))
}

fn read_seconds(seconds: &str) -> Result<u8, String> {
    let catalogue = kie::catalogue();
    let offered = &catalogue.models()[0].seconds;
    let number = seconds.parse::<u8>().ok();
    number
        .filter(|number| offered.contains(number))
        .ok_or_else(|| {
            let offered: Vec<String> = offered.iter().map(u8::to_string).collect();
            format!(
                "--seconds {seconds}: expected one of {}",
                offered.join(", ")
            )
        })
}

fn read_fault(name: &str) -> Result<FaultName, String> {
    FaultName::parse(name).ok_or_else(|| {
        let names = FaultName::ALL.map(FaultName::as_str).join(", ");
        format!("--fault {name}: expected one of {names}")
    })
}

fn make_writable(out: &Path) -> Result<(), String> {
    let named = |error: std::io::Error| format!("--out {}: {error}", out.display());
    std::fs::create_dir_all(out).map_err(named)?;
    tempfile::NamedTempFile::new_in(out).map_err(named)?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_own_prompt_goes_with_self_and_only_with_self() {
        assert_eq!(read_script("ugc", None), Ok(Script::Ugc));
        assert!(matches!(
            read_script("self", Some("чайник")),
            Ok(Script::Own(_))
        ));
        for (template, prompt) in [
            ("self", None),
            ("ad", Some("x")),
            ("self", Some(" ")),
            ("own", None),
        ] {
            let problem = read_script(template, prompt).unwrap_err();
            assert_eq!(problem.lines().count(), 1, "{problem}");
        }
    }

    #[test]
    fn one_three_or_five_videos_are_made() {
        assert_eq!(read_count("3"), Ok(VideoCount::Three));
        for count in ["2", "0", "-1", "many", "300"] {
            assert!(
                read_count(count)
                    .unwrap_err()
                    .contains("expected 1, 3 or 5")
            );
        }
    }

    #[test]
    fn every_fault_has_a_name_that_is_read_back() {
        for fault in FaultName::ALL {
            assert_eq!(read_fault(fault.as_str()), Ok(fault));
        }
        assert!(read_fault("kie-503").unwrap_err().contains("worker-killed"));
    }
}
