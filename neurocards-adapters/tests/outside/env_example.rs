//! The file that operators copy agrees with the programs.

use neurocards_adapters::settings::{Variable, variables};

#[test]
fn the_example_file_shows_every_variable_with_its_default() {
    let file = concat!(env!("CARGO_MANIFEST_DIR"), "/../.env.example");
    let shown = std::fs::read_to_string(file).unwrap();
    let declared = Variable::example(&variables::all());
    assert_eq!(
        shown, declared,
        "print it anew with the example env_example"
    );
}

#[test]
fn every_program_reads_declared_variables_only() {
    let all = variables::all();
    for variable in variables::bot().into_iter().chain(variables::worker()) {
        assert!(all.contains(&variable), "{}", variable.name);
    }
}
