//! Failures of the network, and responses of proxies and other servers instead of Globus. The signs match the innermost
//! reason, for which Node, undici, Deno, Bun and workerd each have their own words.

#[allow(clippy::wildcard_imports, reason = "the table's words")]
use super::shared::*;

const NETWORK_ERROR: Sign = Is(Code, &["network_error"]);
const NETWORK_PROBLEM: &str = "This is a network problem: the credentials were not refused.";
const INTERCEPTED: &str =
    "Something between this machine and Globus answered instead: a proxy, or a login page of the network.";
const ALLOW_CONNECTION: Step =
    step_for(NetworkAdministrator, "Let this machine connect to Globus's hosts over HTTPS, port 443");
const USE_PROXY: Step = step_for(
    You,
    "If the network requires a proxy, make Node use it: set NODE_USE_ENV_PROXY=1 before Node starts (from Node 22.21 or 24), or pass the account a `fetch` with a dispatcher of undici (ProxyAgent or EnvHttpProxyAgent)",
);

pub(super) const DIAGNOSES: &[Diagnosis] = &[
    diagnosis(
        "certificate_expired",
        &[NETWORK_ERROR, Contains(Reason, &["expired", "not yet valid", "not_yet_valid", "notvalidyet"])],
        &["By the clock of this machine, the server's certificate has expired or is not yet valid.", NETWORK_PROBLEM],
        &[
            step_for(You, "Check the date of this machine; if it is wrong, set the clock with NTP"),
            step_for(
                NetworkAdministrator,
                "If the date is right, renew the certificate of the server or proxy that answered",
            ),
        ],
    ),
    diagnosis(
        "certificate_untrusted",
        &[
            NETWORK_ERROR,
            Contains(
                Reason,
                &[
                    "certificate",
                    "self-signed",
                    "self signed",
                    "unable_to_verify",
                    "unable_to_get_issuer",
                    "unknownissuer",
                    "cert_",
                ],
            ),
        ],
        &[
            "This machine does not trust the certificate that it received. It is often the certificate of a proxy that decrypts the traffic.",
            NETWORK_PROBLEM,
        ],
        &[
            step_for(
                NetworkAdministrator,
                "Provide the certificate of this network's certificate authority, as a PEM file",
            ),
            step_for(
                You,
                "Set NODE_EXTRA_CA_CERTS to that file before Node starts (Deno: DENO_CERT). Never turn the check off: the secret could go to any server",
            ),
        ],
    ),
    diagnosis(
        "proxy_login",
        &[Contains(Reason, &["407", "proxy auth"])],
        &["The proxy requires a name and a password.", NETWORK_PROBLEM],
        &[PROXY_LOGIN],
    ),
    diagnosis(
        "proxy_ignored",
        &[Is(Code, &["network_error", "timeout"]), Known(Proxy)],
        &[
            "{proxy} names a proxy, but the `fetch` of this Node does not use it: the request was sent directly.",
            NETWORK_PROBLEM,
        ],
        &[USE_PROXY],
    ),
    diagnosis(
        "host_unknown",
        &[
            NETWORK_ERROR,
            Contains(
                Reason,
                &[
                    "enotfound",
                    "eai_again",
                    "getaddrinfo",
                    "dns",
                    "name or service not known",
                    "failedtoopensocket",
                    "name_not_resolved",
                ],
            ),
        ],
        &["This machine could not look up the server's name.", NETWORK_PROBLEM, OTHER_HOST],
        &[step_for(You, "Check that this machine has a network and a DNS server that knows Globus's hosts"), USE_PROXY],
    ),
    diagnosis(
        "connection_refused",
        &[
            NETWORK_ERROR,
            Contains(Reason, &["econnrefused", "connection refused", "connectionrefused", "connection_refused"]),
        ],
        &["The machine at that address accepts no connections on that port.", NETWORK_PROBLEM, OTHER_HOST],
        &[ALLOW_CONNECTION],
    ),
    diagnosis(
        "connection_lost",
        &[
            NETWORK_ERROR,
            Contains(
                Reason,
                &[
                    "econnreset",
                    "epipe",
                    "und_err_socket",
                    "other side closed",
                    "connection lost",
                    "connection closed",
                    "closed unexpectedly",
                    "reset by peer",
                    "socket hang up",
                    "connectionclosed",
                    "connection reset",
                ],
            ),
        ],
        &["The server, a firewall or a proxy closed the connection before a response came.", NETWORK_PROBLEM],
        &[step_for(You, "Repeat the call, if it does no harm when it is carried out twice"), ALLOW_CONNECTION],
    ),
    diagnosis(
        "timeout",
        &[NETWORK_ERROR, Contains(Reason, &["timeout", "timed out", "etimedout"])],
        TIMEOUT_SENTENCES,
        TIMEOUT_STEPS,
    ),
    diagnosis(
        "no_reason",
        &[NETWORK_ERROR, Is(Reason, &["fetch failed"])],
        &[
            "Node reports no reason. It also does this when a proxy requires a name and a password (407).",
            NETWORK_PROBLEM,
        ],
        &[step_for(You, "Try another program on this machine: `curl -v` with the URL in this error"), PROXY_LOGIN],
    ),
    diagnosis(
        "network_error",
        &[NETWORK_ERROR, Known(Reason)],
        &[NETWORK_PROBLEM],
        &[
            step_for(You, "Check that this machine can open HTTPS connections to the server"),
            ALLOW_CONNECTION,
            USE_PROXY,
        ],
    ),
    diagnosis("timeout", &[Is(Code, &["timeout"]), Known(Call)], TIMEOUT_SENTENCES, TIMEOUT_STEPS),
    diagnosis(
        "proxy_login",
        &[Is(Status, &["407"])],
        &["A proxy requires a name and a password.", NETWORK_PROBLEM],
        &[PROXY_LOGIN],
    ),
    diagnosis(
        "redirected",
        &[Is(Status, &["300", "301", "302", "303", "307", "308"])],
        &[
            "The response is a redirect, which is never followed: the token or secret would go there too.",
            INTERCEPTED,
            NETWORK_PROBLEM,
        ],
        &[LOG_IN, step_for(You, "If you set the server's URL yourself, check it")],
    ),
    diagnosis(
        "invalid_response",
        &[Is(BodyKind, &["text"])],
        &["The response is a text or a page instead of JSON.", INTERCEPTED, NETWORK_PROBLEM],
        &[LOG_IN, ALLOW_CONNECTION],
    ),
];

const OTHER_HOST: &str = "The account uses the environment {other}, whose hosts are not public.";
const PROXY_LOGIN: Step = step_for(
    You,
    "Put the name and password into the proxy's URL (percent-encoded), or ask the network's administrator to exempt this machine",
);
const LOG_IN: Step =
    step_for(You, "Open the URL in this error in a browser on this machine; if the network shows a login page, log in");
const TIMEOUT_SENTENCES: &[&str] =
    &["No response came within the timeout. The server may be slow, or a firewall may drop the request."];
const TIMEOUT_STEPS: &[Step] = &[step_for(You, "Repeat the call later, or with a longer `timeout`"), ALLOW_CONNECTION];
