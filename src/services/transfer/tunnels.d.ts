
/** What a JSON:API reply says about itself. */
export interface JsonApiMeta {
  /** Globus's id of the request: quote it to support. */
  request_id: string;
}

/** Where the next page is. */
export interface JsonApiLinks {
  /** Its URL. */
  next: string;
}

/** Names a stream access point. */
export interface StreamAccessPointLink {
  /** The stream access point. */
  data: {
    type: "StreamAccessPoint";
    /** The id: a UUID. */
    id: string;
  } | null;
}

/** Names a stream access point, in a document that is sent. */
export interface StreamAccessPointReference {
  /** The stream access point. */
  data: {
    /** Added for you. */
    type?: "StreamAccessPoint" | undefined;
    /** The id: a UUID. */
    id: string;
  };
}

/** Document of `createTunnel`, as JSON:API wants it. */
export interface TunnelCreateDocument {
  /** The tunnel. */
  data: {
    /** Added for you. */
    type?: "Tunnel" | undefined;
    /** What the tunnel is like. */
    attributes?:
      | {
          /** The id (UUID) that makes repeated requests one tunnel. Made for you. Keep one of your own to be able to ask again after a crash. */
          submission_id?: string | undefined;
          /** A name for the tunnel. */
          label?: string | null | undefined;
          /** How long the tunnel exists, in minutes. @default 360 */
          lifetime_mins?: number | null | undefined;
          /** Whether it is started again after a failure. @default false */
          restartable?: boolean | undefined;
          /** The IP address at which the listening application is to be reached. */
          listener_ip_address?: string | null | undefined;
          /** The port at which the listening application is to be reached. */
          listener_port?: number | null | undefined;
        }
      | undefined;
    /** Where the tunnel begins and ends. */
    relationships: {
      /** On the side of the application that waits for connections. */
      listener: StreamAccessPointReference;
      /** On the side of the application that connects. */
      initiator: StreamAccessPointReference;
    };
  };
}

/** Document of `updateTunnel`, as JSON:API wants it. */
export interface TunnelUpdateDocument {
  /** The tunnel. */
  data: {
    type: "Tunnel";
    /** What is to be changed. */
    attributes: {
      /** A name for the tunnel. */
      label?: string | null | undefined;
      /** The IP address at which the listening application is to be reached. */
      listener_ip_address?: string | null | undefined;
      /** The port at which the listening application is to be reached. */
      listener_port?: number | null | undefined;
      /** Stops the tunnel. */
      state?: "STOPPING" | null | undefined;
    };
  };
}

/** A tunnel between two stream access points. */
export interface Tunnel {
  type: "Tunnel";
  /** The id: a UUID. */
  id: string;
  /** What it is like. */
  attributes: TunnelAttributes;
  /** What it belongs to. */
  relationships: {
    /** Where it is on the side of the application that waits for connections. */
    listener: StreamAccessPointLink;
    /** Where it is on the side of the application that connects. */
    initiator: StreamAccessPointLink;
    /** Who has created it. */
    owner?: {
      /** The identity. */
      data: {
        type: "Identity";
        /** The identity's id: a UUID. */
        id: string | null;
      } | null;
    } | null;
  };
}

/** What a tunnel is like. */
export interface TunnelAttributes {
  /** The id (UUID) that makes repeated requests one tunnel. */
  submission_id: string;
  /** The name it was given. */
  label: string | null;
  /** How long it exists, in minutes. */
  lifetime_mins: number | null;
  /** Whether it is started again after a failure. */
  restartable: boolean;
  /** The IP address at which the listening application is to be reached. */
  listener_ip_address: string | null;
  /** The port at which the listening application is to be reached. */
  listener_port: number | null;
  /** The IP address on the side of the application that connects. */
  initiator_ip_address: string | null;
  /** The port on the side of the application that connects. */
  initiator_port: number | null;
  /** When it was created: ISO 8601, without an offset. */
  created_time: string | null;
  /** How it stands, such as `"UNINITIALIZED"`, `"AWAITING_LISTENER"`, `"STOPPING"`. */
  state: string;
  /** The same for people. */
  status: string;
}

/** A tunnel, as JSON:API gives it. */
export interface TunnelDocument {
  /** The tunnel. */
  data: Tunnel;
  /** About the reply. */
  /** About the request. */
  meta: JsonApiMeta;
}

/** What remains of a tunnel that was deleted. */
export interface TunnelDeleteResult {
  /** Nothing. */
  data: null;
  /** About the reply. */
  /** About the request. */
  meta: JsonApiMeta;
}

/** The tunnels of this identity. */
export interface TunnelList {
  /** The tunnels. */
  data: Tunnel[];
  /** Where the next page is. Null: this is the last one. */
  links?: JsonApiLinks | null;
  /** About the reply. */
  /** About the request. */
  meta: JsonApiMeta;
}

/** Query of `getTunnelEvents`. Parameters that are not documented can be sent with `account.request()`. */
export interface TunnelEventsQuery {
  /** Only events of this `code`. */
  code_name?: string | undefined;
  /** Only errors (`true`), or no errors (`false`). */
  is_error?: boolean | undefined;
}

/** What has happened to a tunnel. */
export interface TunnelEventList {
  /** The events. */
  data: TunnelEvent[];
  /** Where the next page is. Null: this is the last one. */
  links?: JsonApiLinks | null;
  /** About the reply. */
  /** About the request. */
  meta: JsonApiMeta;
}

/** Something that happened to a tunnel. */
export interface TunnelEvent {
  type: "TunnelEvent";
  /** The id. */
  id: number;
  /** What happened. */
  attributes: TunnelEventAttributes | null;
}

/** What happened to a tunnel. */
export interface TunnelEventAttributes {
  /** What happened, such as `"STARTED"`, `"TUNNEL_ACTIVE"` or `"TUNNEL_STOPPED"`. */
  code: string;
  /** Whether it is an error. */
  is_error: boolean;
  /** The same for people. */
  description: string;
  /** More about it. */
  details: string;
  /** When it happened: ISO 8601, without an offset. */
  time: string;
}

/** A stream access point, as JSON:API gives it. */
export interface StreamAccessPointDocument {
  /** The stream access point. */
  data: StreamAccessPoint;
  /** About the reply. */
  /** About the request. */
  meta: JsonApiMeta;
}

/** Where a tunnel begins or ends. */
export interface StreamAccessPoint {
  type: "StreamAccessPoint";
  /** The id: a UUID. */
  id: string;
  /** What it is like. */
  attributes: StreamAccessPointAttributes;
  /** What it belongs to. */
  relationships: {
    /** The Globus Connect Server endpoint that hosts it. */
    host_endpoint: {
      /** The endpoint. */
      data: {
        type: "Endpoint";
        /** The endpoint's id: a UUID. */
        id: string | null;
      } | null;
    };
  };
}

/** What a stream access point is like. */
export interface StreamAccessPointAttributes {
  /** The name to show to people. */
  display_name: string;
  /** The URL of its server: scheme `tlsftp`, with a port. */
  tlsftp_server: string;
  /** The username of who is said to own it. */
  advertised_owner: string | null;
  /** Whom to write to. */
  contact_email: string | null;
  /** How else to reach somebody. */
  contact_info: string | null;
  /** The department that runs it. */
  department: string | null;
  /** What it is for. */
  description: string | null;
  /** A page with more about it. */
  info_link: string | null;
  /** Comma-separated words that help to find it. */
  keywords: string | null;
  /** The organization that runs it. */
  organization: string | null;
}
