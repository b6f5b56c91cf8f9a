//! Checks that the methods and types exist that the advice table names.
#![allow(missing_docs, reason = "tests")]

use globus_service_account::advice::diagnoses::DIAGNOSES;
use globus_service_account::advice::diagnosis_named;

/// The declarations of the jobs, including doctor.
const JOBS: &str = include_str!("../../pkg-template/jobs/jobs.d.ts");

#[test]
fn methods_that_the_advice_names_exist() {
    const SOURCES: &[&str] = &[
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
    let mentions = texts.flat_map(|text| text.split("`account.").skip(1)).collect::<Vec<_>>();
    assert!(mentions.len() > 10);
    for mention in mentions {
        let path = mention.split(|letter: char| !letter.is_alphanumeric() && letter != '.').next().unwrap_or_default();
        let method = path.rsplit('.').next().unwrap_or_default();
        let definition = format!(" {method}(");
        assert!(SOURCES.iter().any(|source| source.contains(&definition)), "{path}");
    }
}

#[test]
fn every_cause_in_the_type_doctor_cause_is_in_the_table() {
    let names = JOBS.split_once("type DoctorCause =").and_then(|(_, union)| union.split_once(';'));
    let names: Vec<_> = names.map_or("", |(names, _)| names).split('"').skip(1).step_by(2).collect();
    assert!(names.len() > 20);
    for name in names {
        assert!(diagnosis_named(name).is_some(), "{name}");
    }
}
