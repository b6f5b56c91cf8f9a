// @ts-check
// The error classes. They are JavaScript because Rust cannot subclass Error. Rust decides their contents.

import { ValueReader, tagOf } from "./causes.js";
import { createPlaced } from "./stacks.js";

/**
 * Marks this package's errors, so that `instanceof` works across copies of this module: ESM and CommonJS, two realms,
 * or a bundle and the installed package.
 */
const BRAND = Symbol.for("globus-service-account.error");

export class GlobusError extends Error {
  /** @param {string} [message] @param {Record<string, unknown>} [fields] */
  constructor(message, { cause, code, ...fields } = {}) {
    super(message, cause === undefined ? undefined : { cause });
    const values = { code, messages: [], requiredScopes: [], ...fields, steps: fields.steps ?? [] };
    for (const [name, value] of Object.entries(values)) {
      if (value !== undefined) /** @type {any} */ (this)[name] = value;
    }
  }

  /** @param {any} value */
  static [Symbol.hasInstance](value) {
    if (Function.prototype[Symbol.hasInstance].call(this, value)) return true;
    try {
      // Only this package's classes have copies. A user's subclass has none, and has no brand of its own.
      const brand = Object.getOwnPropertyDescriptor(this.prototype, BRAND);
      return brand !== undefined && tagOf(value) === "Error" && value[BRAND].includes(brand.value[0]);
    } catch {
      return false;
    }
  }

  toJSON() {
    return new ValueReader(jsonFields).read(this);
  }
}

/**
 * Returns the fields of an error for JSON: all fields of a `GlobusError`; name, message and code of other errors,
 * because their other members can be anything. Stacks are omitted: only those who run the program should see them.
 *
 * @type {import("./causes.js").MakeError}
 */
const jsonFields = ({ name, message, stack, errors, cause, ...fields }, error) => ({
  name,
  message,
  ...(error instanceof GlobusError ? fields : fields.code !== undefined && { code: fields.code }),
  ...(errors !== undefined && { errors }),
  ...(cause !== undefined && { cause }),
});

// Classes as object members, because Chromium's console shows the name under which a class was defined. A minifier
// renames variables, not members.
const classes = {
  GlobusConfigError: class extends GlobusError {},
  GlobusAuthError: class extends GlobusError {},
  GlobusApiError: class extends GlobusError {},
  GlobusNetworkError: class extends GlobusError {},
  GlobusTimeoutError: class extends GlobusError {},
};
export const { GlobusConfigError, GlobusAuthError, GlobusApiError, GlobusNetworkError, GlobusTimeoutError } = classes;

const allClasses = { GlobusError, ...classes };

// Set here, because a minifier renames classes.
for (const [name, type] of Object.entries(allClasses)) {
  Object.defineProperty(type, "name", { value: name, configurable: true });
  Object.defineProperty(type.prototype, "name", { value: name, configurable: true, writable: true });
  // The names of the class and of its base class.
  Object.defineProperty(type.prototype, BRAND, { value: [...new Set([name, "GlobusError"])] });
}

/** @type {WeakMap<object, string>} */
const diagnoses = new WeakMap();

/** Returns the name of the diagnosis behind an error's advice. @param {any} error @returns {string | undefined} */
export const diagnosisOf = (error) => diagnoses.get(error);

/**
 * Returns a copy of a `GlobusError`, for one of several callers that wait for the same result: each needs a stack of
 * its own, and some add fields. Any other value is returned unchanged.
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
 * Returns a copy of the error of a submission, with its submission id and more advice.
 *
 * @param {any} error @param {string} submissionId @param {{ advice: string, steps: object[] }} [more]
 */
export const ofSubmission = (error, submissionId, more) => {
  const { advice, steps = [] } = Object(error);
  const advised = more && { advice: [advice, more.advice].filter(Boolean).join(" "), steps: [...steps, ...more.steps] };
  return copyOf(error, { ...advised, submissionId });
};

/**
 * Creates an error whose stack has the caller's lines.
 *
 * @param {keyof typeof allClasses} type @param {string} message @param {Record<string, unknown>} fields
 * @param {string} [diagnosis] The name of the diagnosis behind its advice.
 */
export function createError(type, message, fields, diagnosis) {
  const error = createPlaced(() => new allClasses[type](message, fields), createError);
  if (diagnosis) diagnoses.set(error, diagnosis);
  return error;
}
