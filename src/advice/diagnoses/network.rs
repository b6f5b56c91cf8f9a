//! Below HTTP, and what stands between this machine and Globus. By the innermost reason: Node, undici, Deno, Bun and workerd each
//! have their own words for the same.

#[allow(clippy::wildcard_imports, reason = "the table's words")]
use super::words::*;

const NO_ANSWER: Sign = Is(Code, &["network_error"]);
const NOT_THE_ACCOUNT: &str = "This is a matter of the network: the credentials were not refused.";
const INTERCEPTED: &str =
    "Something between this machine and Globus has answered in its place: a proxy, or a page to log in to the network.";
const LET_THROUGH: Step = by(NetworkAdministrator, "Let this machine reach the hosts of Globus over https, port 443");
const NAME_PROXY: Step = by(
    You,
    "If the way out is by a proxy, let Node use it: start it with NODE_USE_ENV_PROXY=1 in its environment (Node 22.21 and 24 on), or give the account a `fetch` with a dispatcher of undici's (ProxyAgent or EnvHttpProxyAgent)",
);

pub(super) const DIAGNOSES: &[Diagnosis] = &[
    diagnosis(
        "certificate_expired",
        &[NO_ANSWER, Says(Reason, &["expired", "not yet valid", "not_yet_valid", "notvalidyet"])],
        &["The certificate of the server is out of its time, by the clock of this machine.", NOT_THE_ACCOUNT],
        &[
            by(You, "Look at the date of this machine; if it is wrong, let NTP set it"),
            by(
                NetworkAdministrator,
                "If the date is right, renew the certificate of the server or proxy that answered",
            ),
        ],
    ),
    diagnosis(
        "certificate_untrusted",
        &[
            NO_ANSWER,
            Says(
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
            "This machine does not trust the certificate that was shown to it. That is often a proxy that reads what goes through it and signs with a certificate of its own.",
            NOT_THE_ACCOUNT,
        ],
        &[
            by(
                NetworkAdministrator,
                "Hand out the certificate of the authority that signs in this network, as a PEM file",
            ),
            by(
                You,
                "Name that file in NODE_EXTRA_CA_CERTS before Node starts (Deno: DENO_CERT); never turn the check off, the secret would go to whoever answers",
            ),
        ],
    ),
    diagnosis(
        "proxy_login",
        &[Says(Reason, &["407", "proxy auth"])],
        &["The proxy wants a name and a password.", NOT_THE_ACCOUNT],
        &[PROXY_LOGIN],
    ),
    diagnosis(
        "proxy_ignored",
        &[Is(Code, &["network_error", "timeout"]), Known(Proxy)],
        &[
            "{proxy} names a proxy, and the `fetch` of this Node does not use it: the request went straight out.",
            NOT_THE_ACCOUNT,
        ],
        &[NAME_PROXY],
    ),
    diagnosis(
        "host_unknown",
        &[
            NO_ANSWER,
            Says(
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
        &["The name of the server could not be looked up.", NOT_THE_ACCOUNT, OTHER_HOST],
        &[
            by(You, "See that this machine has a network and a name server (DNS) that knows the hosts of Globus"),
            NAME_PROXY,
        ],
    ),
    diagnosis(
        "connection_refused",
        &[NO_ANSWER, Says(Reason, &["econnrefused", "connection refused", "connectionrefused", "connection_refused"])],
        &[
            "There is a machine at that address, and nothing there takes connections on that port.",
            NOT_THE_ACCOUNT,
            OTHER_HOST,
        ],
        &[LET_THROUGH],
    ),
    diagnosis(
        "connection_lost",
        &[
            NO_ANSWER,
            Says(
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
        &[
            "The connection was cut before an answer came: by the server, or by a firewall or proxy on the way.",
            NOT_THE_ACCOUNT,
        ],
        &[by(You, "Repeat the call, if it does no harm to be carried out twice"), LET_THROUGH],
    ),
    diagnosis("timeout", &[NO_ANSWER, Says(Reason, &["timeout", "timed out", "etimedout"])], SILENT, QUIET),
    diagnosis(
        "no_reason",
        &[NO_ANSWER, Is(Reason, &["fetch failed"])],
        &[
            "Node gives no reason. That is all it says of a proxy on the way that wants a name and a password (407).",
            NOT_THE_ACCOUNT,
        ],
        &[
            by(
                You,
                "See what is answered to another program on this machine: `curl -v` with the address of this error",
            ),
            PROXY_LOGIN,
        ],
    ),
    diagnosis(
        "network_error",
        &[NO_ANSWER, Known(Reason)],
        &[NOT_THE_ACCOUNT],
        &[by(You, "See that this machine can open https connections to the server"), LET_THROUGH, NAME_PROXY],
    ),
    diagnosis("timeout", &[Is(Code, &["timeout"]), Known(Call)], SILENT, QUIET),
    diagnosis(
        "proxy_login",
        &[Is(Status, &["407"])],
        &["A proxy on the way wants a name and a password.", NOT_THE_ACCOUNT],
        &[PROXY_LOGIN],
    ),
    diagnosis(
        "redirected",
        &[Is(Status, &["300", "301", "302", "303", "307", "308"])],
        &[
            "The answer sends the request elsewhere, which is never followed: its token or secret would go there, too.",
            INTERCEPTED,
            NOT_THE_ACCOUNT,
        ],
        &[LOG_IN, by(You, "If you have named the address of the server yourself, see that it is the right one")],
    ),
    diagnosis(
        "invalid_response",
        &[Is(Found, &["text"])],
        &["A text or a page has come where JSON was to come.", INTERCEPTED, NOT_THE_ACCOUNT],
        &[LOG_IN, LET_THROUGH],
    ),
];

const OTHER_HOST: &str = "The account uses the environment {other}, whose hosts are not open to everybody.";
const PROXY_LOGIN: Step = by(
    You,
    "Give the proxy its name and password, in the address of the proxy (percent-encoded); or let the administrator of the network let this machine through without",
);
const LOG_IN: Step = by(
    You,
    "Open the address of this error on this machine and see who answers; log in to the network if it asks for that",
);
const SILENT: &[&str] =
    &["Nothing has come within the time that was set. It may be the server, or a firewall that swallows what is sent."];
const QUIET: &[Step] = &[by(You, "Repeat the call later, or give it more time (`timeout`)"), LET_THROUGH];
