//! `ServiceAccount`, the class that users create first. Each file contains some of its methods.

mod authorizer;
mod calls;
mod direct;
mod for_jobs;
mod service_account;
mod services;
mod shared;
mod targets;
mod tokens;

pub use authorizer::Authorizer;
pub use service_account::ServiceAccount;
