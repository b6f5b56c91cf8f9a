// @ts-check
import { AsnConvert, OctetString } from "@peculiar/asn1-schema";
import {
  AlgorithmIdentifier,
  AttributeTypeAndValue,
  AttributeValue,
  AuthorityKeyIdentifier,
  BasicConstraints,
  Certificate,
  ExtendedKeyUsage,
  Extension,
  Extensions,
  GeneralName,
  KeyIdentifier,
  KeyUsage,
  KeyUsageFlags,
  Name,
  RelativeDistinguishedName,
  SubjectAlternativeName,
  SubjectKeyIdentifier,
  SubjectPublicKeyInfo,
  TBSCertificate,
  Validity,
  Version,
  id_ce_authorityKeyIdentifier,
  id_ce_basicConstraints,
  id_ce_extKeyUsage,
  id_ce_keyUsage,
  id_ce_subjectAltName,
  id_ce_subjectKeyIdentifier,
  id_kp_serverAuth,
} from "@peculiar/asn1-x509";

/**
 * The subject or the issuer of a certificate.
 * @typedef {{ name: string, publicKey: SubjectPublicKeyInfo, sign: (bytes: Buffer) => Buffer }} Party
 * @typedef {Record<string, object>} ExtensionValues values of extensions, by object identifier
 */

const ECDSA_WITH_SHA256 = "1.2.840.10045.4.3.2";
const COMMON_NAME = "2.5.4.3";
/** 30 days. A demonstration runs for less, and a program that keeps the file must not trust it for longer. */
const LIFETIME_MS = 30 * 86_400_000;

/**
 * Makes a certificate authority, and a server certificate for the given hosts that it signs. All keys stay in memory.
 * The authority's private key is dropped when this function returns, so it can sign nothing else.
 * @param {readonly string[]} hosts names and IP addresses
 */
export async function makeCertificates(hosts) {
  const { createHash, generateKeyPairSync, randomBytes, sign } = await import("node:crypto");

  /** @param {string} name */
  const newParty = (name) => {
    const { publicKey, privateKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
    const der = publicKey.export({ type: "spki", format: "der" });
    /** @type {Party} */
    const party = {
      name,
      publicKey: AsnConvert.parse(der, SubjectPublicKeyInfo),
      sign: (bytes) => sign("sha256", bytes, privateKey),
    };
    return { party, privateKey };
  };
  const keyIdentifier = (/** @type {Party} */ { publicKey }) =>
    new OctetString(createHash("sha1").update(Buffer.from(publicKey.subjectPublicKey)).digest());

  /** @param {Party} issuer @param {Party} subject @param {ExtensionValues} values */
  const issueCertificate = (issuer, subject, values) => {
    const now = Date.now();
    const serial = randomBytes(16);
    // A serial number is positive (RFC 5280, section 4.1.2.2), and DER allows no leading zero byte.
    serial[0] = ((serial[0] ?? 0) & 0x7f) | 0x40;
    const signatureAlgorithm = new AlgorithmIdentifier({ algorithm: ECDSA_WITH_SHA256 });
    const identifiers = {
      [id_ce_subjectKeyIdentifier]: new SubjectKeyIdentifier(keyIdentifier(subject)),
      [id_ce_authorityKeyIdentifier]: new AuthorityKeyIdentifier({
        keyIdentifier: new KeyIdentifier(keyIdentifier(issuer)),
      }),
    };
    const tbsCertificate = new TBSCertificate({
      version: Version.v3,
      serialNumber: toArrayBuffer(serial),
      signature: signatureAlgorithm,
      issuer: distinguishedName(issuer),
      validity: new Validity({ notBefore: new Date(now - 3_600_000), notAfter: new Date(now + LIFETIME_MS) }),
      subject: distinguishedName(subject),
      subjectPublicKeyInfo: subject.publicKey,
      extensions: makeExtensions({ ...identifiers, ...values }),
    });
    const signature = issuer.sign(Buffer.from(AsnConvert.serialize(tbsCertificate)));
    const signed = { signatureAlgorithm: signatureAlgorithm, signatureValue: toArrayBuffer(signature) };
    return formatPem(AsnConvert.serialize(new Certificate({ tbsCertificate, ...signed })));
  };

  const { party: authority } = newParty("FakeGlobus authority");
  const { party: server, privateKey } = newParty("FakeGlobus");
  const ca = issueCertificate(authority, authority, {
    [id_ce_basicConstraints]: new BasicConstraints({ cA: true }),
    [id_ce_keyUsage]: new KeyUsage(KeyUsageFlags.keyCertSign | KeyUsageFlags.cRLSign),
  });
  const cert = issueCertificate(authority, server, {
    [id_ce_basicConstraints]: new BasicConstraints({ cA: false }),
    [id_ce_keyUsage]: new KeyUsage(KeyUsageFlags.digitalSignature),
    [id_ce_extKeyUsage]: new ExtendedKeyUsage([id_kp_serverAuth]),
    [id_ce_subjectAltName]: new SubjectAlternativeName(hosts.map(generalName)),
  });
  return { ca, cert, key: String(privateKey.export({ type: "pkcs8", format: "pem" })) };
}

/** @param {string} host */
const generalName = (host) =>
  /^[\d.]+$|:/.test(host) ? new GeneralName({ iPAddress: host }) : new GeneralName({ dNSName: host });

/** @param {Party} party */
const distinguishedName = ({ name }) =>
  new Name([
    new RelativeDistinguishedName([
      new AttributeTypeAndValue({ type: COMMON_NAME, value: new AttributeValue({ utf8String: name }) }),
    ]),
  ]);

/** @param {ExtensionValues} values */
const makeExtensions = (values) =>
  new Extensions(
    Object.entries(values).map(
      ([extnID, value]) =>
        new Extension({
          extnID,
          critical: extnID === id_ce_basicConstraints || extnID === id_ce_keyUsage,
          extnValue: new OctetString(AsnConvert.serialize(value)),
        }),
    ),
  );

/** @param {Buffer} bytes */
const toArrayBuffer = (bytes) => new Uint8Array(bytes).buffer;

/** @param {ArrayBuffer} der */
function formatPem(der) {
  const lines =
    Buffer.from(der)
      .toString("base64")
      .match(/.{1,64}/g) ?? [];
  return `-----BEGIN CERTIFICATE-----\n${lines.join("\n")}\n-----END CERTIFICATE-----\n`;
}
