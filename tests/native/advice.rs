//! The calls that the table of diagnoses names exist, and it contains the diagnoses of doctor's types.
#![allow(missing_docs, reason = "tests")]

use globus_service_account::advice::diagnoses::DIAGNOSES;
use globus_service_account::advice::diagnosis_named;

/// The types of jobs, including doctor.
const JOBS: &str = include_str!("../../pkg-template/jobs/jobs.d.ts");

#[test]
fn the_calls_in_the_table_exist() {
    const CALLS: &[&str] = &[
        include_str!("../../src/services/auth/mod.rs"),
        include_str!("../../src/services/flows/mod.rs"),
        include_str!("../../src/services/groups/mod.rs"),
        include_str!("../../src/services/search/mod.rs"),
        include_str!("../../src/services/transfer/mod.rs"),
        include_str!("../../src/account/services.rs"),
        include_str!("../../src/account/tokens.rs"),
        include_str!("../../src/account/calls.rs"),
        include_str!("../../src/account/service_account.rs"),
        JOBS,
    ];
    let diagnoses = DIAGNOSES.iter().copied().flatten();
    let texts = diagnoses
        .flat_map(|diagnosis| diagnosis.sentences.iter().copied().chain(diagnosis.steps.iter().map(|step| step.text)));
    let named = texts.flat_map(|text| text.split("`account.").skip(1)).collect::<Vec<_>>();
    assert!(named.len() > 10);
    for named in named {
        let path = named.split(|letter: char| !letter.is_alphanumeric() && letter != '.').next().unwrap_or_default();
        let method = path.rsplit('.').next().unwrap_or_default();
        let called = format!(" {method}(");
        assert!(CALLS.iter().any(|calls| calls.contains(&called)), "{path}");
    }
}

#[test]
fn the_diagnoses_of_doctors_types_are_in_the_table() {
    let names = JOBS.split_once("type DoctorCause =").and_then(|(_, rest)| rest.split_once(';'));
    let names: Vec<_> = names.map_or("", |(names, _)| names).split('"').skip(1).step_by(2).collect();
    assert!(names.len() > 20);
    for name in names {
        assert!(diagnosis_named(name).is_some(), "{name}");
    }
}
