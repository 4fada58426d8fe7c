//! The fakes as programs: what they say of themselves, and how another language drives them.

use std::path::Path;
use std::process::Command;

use neurocards_fakes::{ControlTable, kie, openai, telegram};

const TELEGRAM: &str = env!("CARGO_BIN_EXE_fake-telegram");
const OPENAI: &str = env!("CARGO_BIN_EXE_fake-openai");
const KIE: &str = env!("CARGO_BIN_EXE_fake-kie");

#[test]
fn the_help_of_each_program_describes_its_control_interface() {
    let programs: [(&str, ControlTable); 3] = [
        (TELEGRAM, telegram::control_table()),
        (OPENAI, openai::control_table()),
        (KIE, kie::control_table()),
    ];
    for (program, table) in programs {
        let output = Command::new(program).arg("--help").output().unwrap();
        let help = String::from_utf8(output.stdout).unwrap();
        for request in &table.0 {
            assert!(help.contains(request.path), "{program}: {request:?}");
            assert!(help.contains(request.about), "{program}: {request:?}");
        }
    }
}

#[test]
fn a_script_in_python_drives_the_programs() {
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/drive_the_fakes.py");
    let programs = Path::new(TELEGRAM).parent().unwrap();
    let output = Command::new("python3").arg(script).arg(programs).output();
    let output = output.expect("python3 is installed by scripts/setup");
    let (said, failed) = (
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr),
    );
    assert!(output.status.success(), "{said}\n{failed}");
    for service in ["Telegram: Anna pressed buy", "OpenAI: ", "KIE: credits "] {
        assert!(said.contains(service), "{said}");
    }
}
