//! Globus services: base URLs per environment, resource servers, default scopes.
//!
//! Source: <https://docs.globus.org/api/>, and the tables of the official SDKs. URL-style scopes and the resource servers
//! are the production ones in every environment.

/// A Globus service with a fixed resource server.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Service {
    /// Globus Auth.
    Auth,
    /// Globus Transfer.
    Transfer,
    /// Globus Groups.
    Groups,
    /// Globus Search.
    Search,
    /// Globus Flows.
    Flows,
    /// Globus Timers.
    Timers,
    /// Globus Compute.
    Compute,
}

/// The constants of a service.
struct ServiceInfo {
    /// The name in options, targets, errors and events.
    name: &'static str,
    /// The service's part of `GLOBUS_SDK_SERVICE_URL_<SERVICE>`.
    variable: &'static str,
    resource_server: &'static str,
    /// The default scopes. They are those of Globus's own CLI.
    scopes: &'static str,
    host: Host,
}

/// The two ways Globus writes host names.
enum Host {
    /// `<name>.globus.org`, `<name>.preview.globus.org`, `<name>.<environment>.globuscs.info`.
    Api(&'static str),
    /// `<name>.automate.globus.org`, `<environment>.<name>.automate.globus.org`.
    Automate(&'static str),
}

const TRANSFER_ALL: &str = "urn:globus:auth:scope:transfer.api.globus.org:all";
const FLOWS_ALL: &str = "https://auth.globus.org/scopes/eec9b274-0c81-4334-bdc2-54e90e689b9a/all";
const TIMERS_ALL: &str = "https://auth.globus.org/scopes/524230d7-ea86-4a52-8312-86065a9e0417/timer[urn:globus:auth:scope:transfer.api.globus.org:all]";
const COMPUTE_ALL: &str = "https://auth.globus.org/scopes/facd7ccc-c5f4-42aa-916b-a0e270e2c2a9/all";
const AUTH_DEFAULT: &str = "openid profile email urn:globus:auth:scope:auth.globus.org:view_identity_set";

impl Service {
    /// Every service, in the order of the discriminants.
    pub const ALL: [Self; 7] =
        [Self::Auth, Self::Transfer, Self::Groups, Self::Search, Self::Flows, Self::Timers, Self::Compute];

    const fn info(self) -> ServiceInfo {
        let (name, variable, resource_server, scopes, host) = match self {
            Self::Auth => ("auth", "AUTH", "auth.globus.org", AUTH_DEFAULT, Host::Api("auth")),
            Self::Transfer => {
                ("transfer", "TRANSFER", "transfer.api.globus.org", TRANSFER_ALL, Host::Api("transfer.api"))
            }
            Self::Groups => (
                "groups",
                "GROUPS",
                "groups.api.globus.org",
                "urn:globus:auth:scope:groups.api.globus.org:all",
                Host::Api("groups.api"),
            ),
            Self::Search => (
                "search",
                "SEARCH",
                "search.api.globus.org",
                "urn:globus:auth:scope:search.api.globus.org:all",
                Host::Api("search.api"),
            ),
            Self::Flows => ("flows", "FLOWS", "flows.globus.org", FLOWS_ALL, Host::Automate("flows")),
            Self::Timers => {
                ("timers", "TIMER", "524230d7-ea86-4a52-8312-86065a9e0417", TIMERS_ALL, Host::Automate("timer"))
            }
            Self::Compute => ("compute", "COMPUTE", "funcx_service", COMPUTE_ALL, Host::Api("compute.api")),
        };
        ServiceInfo { name, variable, resource_server, scopes, host }
    }

    /// The name used in options, targets, errors and events: `"transfer"`.
    #[must_use]
    pub const fn name(self) -> &'static str {
        self.info().name
    }

    /// The service's part of `GLOBUS_SDK_SERVICE_URL_<SERVICE>`.
    #[must_use]
    pub const fn variable(self) -> &'static str {
        self.info().variable
    }

    /// Returns the resource server whose token the service accepts.
    #[must_use]
    pub const fn resource_server(self) -> &'static str {
        self.info().resource_server
    }

    /// Returns the scopes that are requested unless the account's options name others.
    #[must_use]
    pub const fn default_scopes(self) -> &'static str {
        self.info().scopes
    }

    /// Position in per-service tables.
    #[must_use]
    pub const fn index(self) -> usize {
        self as usize
    }

    /// Finds a service by its public name. Both Compute clients share one service.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        match name {
            "computeV2" | "computeV3" => Some(Self::Compute),
            _ => Self::ALL.into_iter().find(|service| service.name() == name),
        }
    }

    /// Finds a service by its resource server.
    #[must_use]
    pub fn from_resource_server(resource_server: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|service| service.resource_server() == resource_server)
    }
}

/// The Globus deployments an account can talk to.
pub const ENVIRONMENTS: [&str; 6] = ["production", "preview", "sandbox", "integration", "test", "staging"];

/// Base URLs of all services for one account, without a trailing slash.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ServiceUrls {
    /// By [`Service::index`].
    urls: Vec<String>,
}

impl ServiceUrls {
    /// The URLs of an environment. `environment` is one of [`ENVIRONMENTS`].
    #[must_use]
    pub fn for_environment(environment: &str) -> Self {
        let url = |service: Service| {
            let host = match (service.info().host, environment) {
                (Host::Api(name), "production") => format!("{name}.globus.org"),
                (Host::Api(name), "preview") => format!("{name}.preview.globus.org"),
                (Host::Api(name), other) => format!("{name}.{other}.globuscs.info"),
                (Host::Automate(name), "production") => format!("{name}.automate.globus.org"),
                (Host::Automate(name), other) => format!("{other}.{name}.automate.globus.org"),
            };
            format!("https://{host}")
        };
        Self { urls: Service::ALL.into_iter().map(url).collect() }
    }

    /// Replaces the base URL of a service. `url` has passed [`crate::wire::request::check_base_url`].
    pub fn set(&mut self, service: Service, url: &str) {
        if let Some(slot) = self.urls.get_mut(service.index()) {
            url.trim_end_matches('/').clone_into(slot);
        }
    }

    /// The base URL of a service, without a trailing slash.
    #[must_use]
    pub fn get(&self, service: Service) -> &str {
        self.urls.get(service.index()).map_or("", String::as_str)
    }

    /// Whether a URL lies under a service's base URL.
    #[must_use]
    pub fn contains(&self, service: Service, url: &str) -> bool {
        url.strip_prefix(self.get(service)).is_some_and(|rest| rest.is_empty() || rest.starts_with(['/', '?', '#']))
    }

    /// Returns the services whose base URL is the longest prefix of `url`: several, if they share it.
    #[must_use]
    pub fn services_for(&self, url: &str) -> Vec<Service> {
        let length = |service: &Service| self.get(*service).len();
        let mut services: Vec<_> = Service::ALL.into_iter().filter(|service| self.contains(*service, url)).collect();
        let longest = services.iter().map(length).max();
        services.retain(|service| Some(length(service)) == longest);
        services
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hosts_are_those_of_the_official_sdks() {
        let url = |environment, service| ServiceUrls::for_environment(environment).get(service).to_owned();
        assert_eq!(url("production", Service::Auth), "https://auth.globus.org");
        assert_eq!(url("preview", Service::Groups), "https://groups.api.preview.globus.org");
        assert_eq!(url("sandbox", Service::Transfer), "https://transfer.api.sandbox.globuscs.info");
        assert_eq!(url("production", Service::Timers), "https://timer.automate.globus.org");
        assert_eq!(url("staging", Service::Flows), "https://staging.flows.automate.globus.org");
    }

    #[test]
    fn a_url_belongs_to_the_longest_base_it_lies_under() {
        let mut urls = ServiceUrls::for_environment("production");
        urls.set(Service::Auth, "http://127.0.0.1:9000/");
        urls.set(Service::Transfer, "http://127.0.0.1:9000/transfer");
        assert_eq!(urls.services_for("http://127.0.0.1:9000/transfer/v0.10/x"), [Service::Transfer]);
        assert_eq!(urls.services_for("http://127.0.0.1:9000/transfers"), [Service::Auth]);
        assert_eq!(urls.services_for("http://127.0.0.1:90001/"), []);
        assert_eq!(urls.services_for("https://groups.api.globus.org.evil.test/"), []);
    }

    #[test]
    fn a_url_that_services_share_belongs_to_them_all() {
        let mut urls = ServiceUrls::for_environment("production");
        for service in [Service::Auth, Service::Transfer, Service::Groups] {
            urls.set(service, "http://127.0.0.1:9000");
        }
        urls.set(Service::Flows, "http://127.0.0.1:9000/flows");
        let all = [Service::Auth, Service::Transfer, Service::Groups];
        assert_eq!(urls.services_for("http://127.0.0.1:9000/v0.10/x"), all);
        assert_eq!(urls.services_for("http://127.0.0.1:9000/flows/x"), [Service::Flows]);
        assert!(urls.contains(Service::Groups, "http://127.0.0.1:9000/flows/x"));
        assert!(!urls.contains(Service::Search, "http://127.0.0.1:9000/v0.10/x"));
    }

    #[test]
    fn variables_are_named_as_the_official_sdks_name_them() {
        let names = ["AUTH", "TRANSFER", "GROUPS", "SEARCH", "FLOWS", "TIMER", "COMPUTE"];
        assert_eq!(Service::ALL.map(Service::variable), names);
    }

    #[test]
    fn indexes_follow_the_order_of_all() {
        for (index, service) in Service::ALL.into_iter().enumerate() {
            assert_eq!(service.index(), index);
            assert_eq!(Service::from_name(service.name()), Some(service));
            assert_eq!(Service::from_resource_server(service.resource_server()), Some(service));
        }
    }
}
