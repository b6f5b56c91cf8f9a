
/**
 * An event of a type that this version does not know. At run time its type is any text. The declared type matches no
 * known type, so that a `switch` over `event.type` narrows, and its `default` receives the other events.
 */
export interface OtherGlobusEvent {
  type: `<${string}>`;
  [member: string]: unknown;
}

/**
 * The fields of every event.
 *
 * @example
 * ```ts
 * account.on("*", ({ time, type, callId = "", requestId = "" }) =>
 *   console.log(new Date(time).toISOString(), callId, type, requestId),
 * );
 * ```
 */
export interface EventOrigin {
  /** The time of the event, in epoch ms. */
  time: number;
  /** The client id of the account that emits the event. */
  clientId: string;
  /**
   * The number of the call that the event belongs to. All events of one call share it, also those of its retries, and
   * no other call of this process uses it. A list makes one call per page; a job makes several calls. A request for a
   * token is a call of its own, and `grant` and `grant_failed` belong to it. Absent if the event belongs to no call.
   */
  callId?: number;
  /** The name of the service that is called, if it has one. */
  service?: string;
  /** The service's id of the answered request, if the service sends one. Quote it to Globus support. */
  requestId?: string;
}

/** The fields of every event of a call. */
export interface CallOrigin {
  callId: number;
  method: string;
  /** The URL without its query. */
  url: string;
}

/**
 * An event, as `onEvent` and the listeners of `on` receive it. No event contains a secret or a token. Minor versions
 * may add types.
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
      /** The resource servers of the tokens. */
      resourceServers: string[];
      /** The scopes of the token request. */
      scope: string;
      /** The duration of the grant, in ms. */
      duration: number;
    }
  | {
      /** A grant failed, after all retries. */
      type: "grant_failed";
      code: GlobusErrorCode;
      scope: string;
      duration: number;
    }
  | {
      /** A token is still usable, but near expiry. Calls go on with it while a new one is fetched in the background. */
      type: "token_stale";
      resourceServer: string;
      expiresAt: Date;
    }
  | {
      /** The account no longer uses a token: a service rejected it, or it was cleared or revoked. */
      type: "token_dropped";
      resourceServer: string;
    }
  | {
      /** The storage has a token that can be used. */
      type: "storage_hit";
      resourceServer: string;
      expiresAt: Date;
    }
  | {
      /** The storage has no token that can be used. */
      type: "storage_miss";
      /** The scopes of the token request. */
      scope: string;
      /**
       * Why the stored value cannot be used. `unreadable`: it was not written by this version for this client and these
       * scopes, or it was changed since. `stale`: it is no better than the token in memory. `dropped`: it is the token
       * that was dropped before.
       */
      reason: "absent" | "expired" | "stale" | "dropped" | "unreadable";
    }
  | {
      /** The storage failed. The account goes on without it. */
      type: "storage_failed";
      operation: "get" | "set" | "delete" | "add" | "keys";
      /** `error`: the storage threw. `timeout`: it did not answer in time, and the account does not use it for 5 s. */
      reason: "error" | "timeout";
      message: string;
    }
  | {
      /** A consent was missing, and the account granted it to itself. */
      type: "consent";
      /** The scopes of the consent, with their dependencies. */
      scopes: string[];
      resourceServer: string;
    }
  | (CallOrigin & {
      /** The account sends a request. */
      type: "request";
      /** The number of the attempt; 1 for the first. */
      attempt: number;
    })
  | (CallOrigin & {
      /** A request has ended. */
      type: "response";
      attempt: number;
      /** The HTTP status, if a response arrived. */
      status?: number;
      /** Why no response arrived. */
      code?: GlobusErrorCode;
      /** The duration of the attempt, in ms. */
      duration: number;
    })
  | (CallOrigin & {
      /** The account will retry a request. */
      type: "retry";
      /** The number of the next attempt. */
      attempt: number;
      /** The pause before the next attempt, in ms. */
      delay: number;
      status?: number;
    })
  | {
      /** A task or run that the account waits for has become inactive: it needs a consent or an action of a person. */
      type: "inactive";
      service: "transfer" | "flows";
      /** The id of the task or run. */
      id: string;
      message: string;
      advice: string;
      /** The steps of the advice as data. */
      steps: readonly AdviceStep[];
    }
);
