
/** What `onEvent` is told. No event ever holds a secret or a token. */
export type GlobusEvent =
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
      /** A service did not accept a token, so it was dropped. */
      type: "token_dropped";
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
    };
