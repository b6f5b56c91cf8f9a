// @ts-check
// The error classes: subclassing Error is the one thing about errors that Rust cannot do. What is in them is decided there.

/** Marks our errors across copies of this module: ESM beside CommonJS, another realm, a bundle beside the package. */
const BRAND = Symbol.for("globus-service-account.error");

export class GlobusError extends Error {
  /** @param {string} message @param {Record<string, unknown>} fields */
  constructor(message, { cause, ...fields }) {
    super(message, cause === undefined ? undefined : { cause });
    const known = Object.entries(fields).filter(([, value]) => value !== undefined);
    Object.assign(this, { messages: [], requiredScopes: [], ...Object.fromEntries(known) });
  }

  /** The names of this class and those above it. */
  get [BRAND]() {
    const names = [];
    for (let type = this.constructor; type !== Error; type = Object.getPrototypeOf(type)) names.push(type.name);
    return names;
  }

  /** @param {any} value */
  static [Symbol.hasInstance](value) {
    if (Function.prototype[Symbol.hasInstance].call(this, value)) return true;
    try {
      return Boolean(value?.[BRAND]?.includes?.(this.name));
    } catch {
      return false;
    }
  }

  toJSON() {
    const { name, message, cause } = this;
    const plain = cause instanceof Error ? { name: cause.name, message: cause.message } : cause;
    return { name, message, ...this, ...(cause === undefined ? {} : { cause: plain }) };
  }
}

export class GlobusConfigError extends GlobusError {}
export class GlobusAuthError extends GlobusError {}
export class GlobusApiError extends GlobusError {}
export class GlobusNetworkError extends GlobusError {}
export class GlobusTimeoutError extends GlobusError {}

const classes = { GlobusConfigError, GlobusAuthError, GlobusApiError, GlobusNetworkError, GlobusTimeoutError };

// By hand, because a minifier renames classes.
for (const [name, type] of Object.entries({ GlobusError, ...classes })) {
  Object.defineProperty(type, "name", { value: name, configurable: true });
  Object.defineProperty(type.prototype, "name", { value: name, configurable: true, writable: true });
}

/** @type {WeakMap<object, string>} */
const diagnoses = new WeakMap();

/** The name of the cause that an error's advice is of. @param {any} error @returns {string | undefined} */
export const diagnosisOf = (error) => diagnoses.get(error);

/**
 * @param {keyof typeof classes} type @param {string} message @param {Record<string, unknown>} fields
 * @param {string} [diagnosis] The name of the cause that its advice is of.
 */
export function createError(type, message, fields, diagnosis) {
  const error = new classes[type](message, fields);
  if (diagnosis) diagnoses.set(error, diagnosis);
  return error;
}
