// Values of the cases.

/** Ids. The resources need not exist: the recording server answers every request. */
export const ID = "6c54cade-bde5-45c1-bdea-f4bd71dba2cc";
export const OTHER = "31ce9ba0-176d-45a5-add3-f37d233ba47d";
export const THIRD = "bf2cd7e1-7c4b-4c2a-9a0b-1c6d4f6c0f3e";
export const FLOW = "00000000-19a9-44e6-9c1a-867da59d84ab";
/**
 * The client id of the Globus Connect Server endpoint. It differs from the endpoint id, so that a test detects a
 * mix-up.
 */
export const GCS_CLIENT = "9f6b2c1d-6a7d-4b50-8d53-7f2c2a3c5e10";
export const GCS_ENDPOINT = "2a7f8b4e-0c3d-4d6b-9c1e-5b8d7a6f4e21";

/** The service account. Its secret has characters that encodings change. */
export const CLIENT = { clientId: "b4a2f9f6-3f0f-4a6c-9a2e-0d9a1e6f2c11", clientSecret: "s3cret+/=:of~the%test" };

/** An id with all characters that must be encoded, and others. Separate calls test `/` and `..`. */
export const ODD = "a b+c%d?e#f&g=ü:@,;~'(h)*!$";

/** An undocumented query: every call passes it on. */
export const EXTRA = { note: "a b&c=ü+d/e%f", number: 7 };

export const identity = (id) => `urn:globus:auth:identity:${id}`;

/** An object of one of Python's payload classes, which compat.py makes. `steps` are the methods that fill it. */
export const made = (name, kwargs, ...steps) => ({ $new: name, kwargs, steps });
/** A step of `made`. */
export const step = (method, args, kwargs = {}) => ({ method, args, kwargs });
/** A `datetime` of Python. */
export const datetime = (iso) => ({ $datetime: iso });
/** A `UUID` of Python. */
export const uuid = (text) => ({ $uuid: text });
/** A tuple of Python. */
export const tuple = (...items) => ({ $tuple: items });
