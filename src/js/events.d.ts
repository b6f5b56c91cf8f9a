
/**
 * An event of a type that this version does not know: any text. It is declared as one that no known type looks like, so that a
 * `switch` over `event.type` narrows, and its `default` has the rest.
 */
export interface OtherGlobusEvent {
  type: `<${string}>`;
  [member: string]: unknown;
}

/**
 * What every event has.
 *
 * @example
 * ```ts
 * account.on("*", ({ time, type, callId = "", requestId = "" }) =>
 *   console.log(new Date(time).toISOString(), callId, type, requestId),
 * );
 * ```
 */
export interface EventOrigin {
  /** Epoch ms. */
  time: number;
  /** The account that it is of. */
  clientId: string;
  /**
   * The call that it belongs to: the same in all events of one call, its repetitions too, and in those of no other of this process.
   * A list makes a call for each page, and a job several. The request for a token is a call of its own, which `grant` and
   * `grant_failed` are of. Left out where there is no call.
   */
  callId?: number;
  /** The service that is called, if it has a name. */
  service?: string;
  /** What the service calls the request by that was answered, if it says: quote it to Globus support. */
  requestId?: string;
}

/** What an event of a call always has. */
export interface CallOrigin {
  callId: number;
  method: string;
  /** Without its query. */
  url: string;
}

/**
 * What `onEvent` and the listeners of `on` are told. No event ever holds a secret or a token. Minor versions may bring other types.
 *
 * @example
 * ```ts
 * const onEvent = (event: GlobusEvent) => {
 *   if (event.type === "retry") console.log(event.callId, event.service, event.status, event.delay);
 *   else console.log(event.type);
 * };
 * ServiceAccount.fromEnv(process.env, { onEvent });
 * ```
 */
export type GlobusEvent = EventOrigin & (
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
  | (CallOrigin & {
      /** A request is being sent. */
      type: "request";
      /** 1 for the first. */
      attempt: number;
    })
  | (CallOrigin & {
      /** A request is over. */
      type: "response";
      attempt: number;
      /** HTTP status, if a response arrived. */
      status?: number;
      /** Why none arrived. */
      code?: GlobusErrorCode;
      /** In ms. */
      duration: number;
    })
  | (CallOrigin & {
      /** A request will be repeated. */
      type: "retry";
      /** The attempt that is to come. */
      attempt: number;
      /** ms until then. */
      delay: number;
      status?: number;
    })
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
    }
);
