// @ts-check
// The error classes: subclassing Error is the one thing about errors that Rust cannot do. What is in them is decided there.

import { Reading, tagOf } from "./causes.js";
import { begun } from "./stacks.js";

/** Marks our errors across copies of this module: ESM beside CommonJS, another realm, a bundle beside the package. */
const BRAND = Symbol.for("globus-service-account.error");

export class GlobusError extends Error {
  /** @param {string} [message] @param {Record<string, unknown>} [fields] */
  constructor(message, { cause, code, ...fields } = {}) {
    super(message, cause === undefined ? undefined : { cause });
    const all = { code, messages: [], requiredScopes: [], ...fields, steps: fields.steps ?? [] };
    for (const [name, value] of Object.entries(all)) {
      if (value !== undefined) /** @type {any} */ (this)[name] = value;
    }
  }

  /** @param {any} value */
  static [Symbol.hasInstance](value) {
    if (Function.prototype[Symbol.hasInstance].call(this, value)) return true;
    try {
      // Only classes of ours have other copies; one that a user derives from them is itself and no other.
      const own = Object.getOwnPropertyDescriptor(this.prototype, BRAND);
      return own !== undefined && tagOf(value) === "Error" && value[BRAND].includes(own.value[0]);
    } catch {
      return false;
    }
  }

  toJSON() {
    return new Reading(described).read(this);
  }
}

/**
 * An error in JSON: of ours every field, of others what tells them apart. A stack is for whoever runs the program, and the
 * rest may be anything.
 *
 * @type {import("./causes.js").Make}
 */
const described = ({ name, message, stack, errors, cause, ...fields }, error) => ({
  name,
  message,
  ...(error instanceof GlobusError ? fields : fields.code !== undefined && { code: fields.code }),
  ...(errors !== undefined && { errors }),
  ...(cause !== undefined && { cause }),
});

// Keys, because Chromium's console takes the name of a class from where it was made, and a minifier leaves only keys alone.
const classes = {
  GlobusConfigError: class extends GlobusError {},
  GlobusAuthError: class extends GlobusError {},
  GlobusApiError: class extends GlobusError {},
  GlobusNetworkError: class extends GlobusError {},
  GlobusTimeoutError: class extends GlobusError {},
};
export const { GlobusConfigError, GlobusAuthError, GlobusApiError, GlobusNetworkError, GlobusTimeoutError } = classes;

const all = { GlobusError, ...classes };

// By hand, because a minifier renames classes.
for (const [name, type] of Object.entries(all)) {
  Object.defineProperty(type, "name", { value: name, configurable: true });
  Object.defineProperty(type.prototype, "name", { value: name, configurable: true, writable: true });
  // The class and those above it.
  Object.defineProperty(type.prototype, BRAND, { value: [...new Set([name, "GlobusError"])] });
}

/** @type {WeakMap<object, string>} */
const diagnoses = new WeakMap();

/** The name of the cause that an error's advice is of. @param {any} error @returns {string | undefined} */
export const diagnosisOf = (error) => diagnoses.get(error);

/**
 * An error for each who waits for the same: a stack is one caller's, and some know more about it. What is no error of ours stays as it
 * is.
 *
 * @param {any} error @param {Record<string, unknown>} [more] Fields that only the copy has.
 */
export const copyOf = (error, more) => {
  const type = /** @type {[keyof typeof classes, any][]} */ (Object.entries(classes)).find(
    ([, type]) => error?.constructor === type,
  );
  if (!type) return error;
  const { message, cause } = error;
  return createError(type[0], message, { ...error, cause, ...more }, diagnosisOf(error));
};

/**
 * The same error of a submission that failed with it.
 *
 * @param {any} error @param {string} submissionId @param {{ advice: string, steps: object[] }} [more]
 */
export const ofSubmission = (error, submissionId, more) => {
  const { advice, steps = [] } = Object(error);
  const advised = more && { advice: [advice, more.advice].filter(Boolean).join(" "), steps: [...steps, ...more.steps] };
  return copyOf(error, { ...advised, submissionId });
};

/**
 * @param {keyof typeof all} type @param {string} message @param {Record<string, unknown>} fields
 * @param {string} [diagnosis] The name of the cause that its advice is of.
 */
export function createError(type, message, fields, diagnosis) {
  const error = begun(() => new all[type](message, fields), createError);
  if (diagnosis) diagnoses.set(error, diagnosis);
  return error;
}
