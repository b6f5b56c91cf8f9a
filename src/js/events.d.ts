
/**
 * An event of a type that this version does not know: any text. It is declared as one that no known type looks like, so that a
 * `switch` over `event.type` narrows, and its `default` has the rest.
 */
export interface OtherGlobusEvent {
  type: `<${string}>`;
  [member: string]: unknown;
}

/**
 * What `onEvent` is told. No event ever holds a secret or a token. Minor versions may bring other types.
 *
 * @example
 * ```ts
 * const onEvent = (event: GlobusEvent) => {
 *   if (event.type === "retry") console.log(event.service, event.status, event.delay);
 *   else console.log(event.type);
 * };
 * ServiceAccount.fromEnv(process.env, { onEvent });
 * ```
 */
export type GlobusEvent =
  | OtherGlobusEvent
  | {
      /** Globus Auth granted tokens. */
      type: "grant";
      /** The resource servers they are for. */
      resourceServers: string[];
      /** The scopes that were asked for. */
      scope: string;
      /** How long the grant took, in ms. */
      duration: number;
    }
  | {
      /** A grant failed for good. */
      type: "grant_failed";
      code: GlobusErrorCode;
      scope: string;
      duration: number;
    }
  | {
      /** A token is still usable, but near its end: it is being renewed beside the call. */
      type: "token_stale";
      resourceServer: string;
      expiresAt: Date;
    }
  | {
      /** A token is no longer used: a service did not accept it, or it was cleared or revoked. */
      type: "token_dropped";
      resourceServer: string;
    }
  | {
      /** The storage had a token that will do. */
      type: "storage_hit";
      resourceServer: string;
      expiresAt: Date;
    }
  | {
      /** The storage had none that will do. */
      type: "storage_miss";
      /** The scopes it was looked for with. */
      scope: string;
      /**
       * `unreadable`: not written by this version for this client and these scopes, or changed since. `stale`: no better than
       * the token in memory. `dropped`: the one that was dropped before.
       */
      reason: "absent" | "expired" | "stale" | "dropped" | "unreadable";
    }
  | {
      /** The storage failed; it was done without. */
      type: "storage_failed";
      operation: "get" | "set" | "delete" | "add" | "keys";
      /** Whether it threw, or took too long: then it is left alone for 5 s. */
      reason: "error" | "timeout";
      message: string;
    }
  | {
      /** A consent was missing, and the account has given it to itself. */
      type: "consent";
      /** With their dependencies: what was consented to. */
      scopes: string[];
      resourceServer: string;
    }
  | {
      /** A request is being sent. */
      type: "request";
      method: string;
      /** Without its query. */
      url: string;
      service?: string;
      /** 1 for the first. */
      attempt: number;
    }
  | {
      /** A request is over. */
      type: "response";
      method: string;
      url: string;
      service?: string;
      attempt: number;
      /** HTTP status, if a response arrived. */
      status?: number;
      /** What the service calls the request by, if it says. */
      requestId?: string;
      /** Why none arrived. */
      code?: GlobusErrorCode;
      /** In ms. */
      duration: number;
    }
  | {
      /** A request will be repeated. */
      type: "retry";
      method: string;
      url: string;
      service?: string;
      /** The attempt that is to come. */
      attempt: number;
      /** ms until then. */
      delay: number;
      status?: number;
    }
  | {
      /** A task or run that is waited for has become inactive: it waits for a consent or a person. */
      type: "inactive";
      service: "transfer" | "flows";
      /** The task or run. */
      id: string;
      message: string;
      advice: string;
      /** The same as data. */
      steps: readonly AdviceStep[];
    };
