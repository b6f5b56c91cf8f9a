
/** The metadata of a JSON:API reply. */
export interface JsonApiMeta {
  /** The id of the request. Quote it to Globus support. */
  request_id: string;
}

/** The link to the next page. */
export interface JsonApiLinks {
  /** The URL of the next page. */
  next: string;
}

/** A reference to a stream access point, in a reply. */
export interface StreamAccessPointLink {
  /** The stream access point. */
  data: {
    type: "StreamAccessPoint";
    /** The id: a UUID. */
    id: string;
  } | null;
}

/** A reference to a stream access point, in a document to send. */
export interface StreamAccessPointReference {
  /** The stream access point. */
  data: {
    /** Added by this package. */
    type?: "StreamAccessPoint" | undefined;
    /** The id: a UUID. */
    id: string;
  };
}

/** Document of `createTunnel`, in JSON:API form. */
export interface TunnelCreateDocument {
  /** The tunnel. */
  data: {
    /** Added by this package. */
    type?: "Tunnel" | undefined;
    /** The attributes of the tunnel. */
    attributes?:
      | {
          /**
           * The id (UUID) that makes repeated requests create only one tunnel. This package creates an id by default.
           * To repeat the request after a crash, set and store your own.
           */
          submission_id?: string | undefined;
          /** The label of the tunnel. */
          label?: string | null | undefined;
          /** The lifetime of the tunnel, in minutes. @default 360 */
          lifetime_mins?: number | null | undefined;
          /** Whether the tunnel is restarted after a failure. @default false */
          restartable?: boolean | undefined;
          /** The IP address of the listening application. */
          listener_ip_address?: string | null | undefined;
          /** The port of the listening application. */
          listener_port?: number | null | undefined;
        }
      | undefined;
    /** The two ends of the tunnel. */
    relationships: {
      /** The stream access point of the application that waits for connections. */
      listener: StreamAccessPointReference;
      /** The stream access point of the application that connects. */
      initiator: StreamAccessPointReference;
    };
  };
}

/** Document of `updateTunnel`, in JSON:API form. */
export interface TunnelUpdateDocument {
  /** The tunnel. */
  data: {
    type: "Tunnel";
    /** The attributes to change. */
    attributes: {
      /** The label of the tunnel. */
      label?: string | null | undefined;
      /** The IP address of the listening application. */
      listener_ip_address?: string | null | undefined;
      /** The port of the listening application. */
      listener_port?: number | null | undefined;
      /** `"STOPPING"` stops the tunnel. */
      state?: "STOPPING" | null | undefined;
    };
  };
}

/** A tunnel between two stream access points. */
export interface Tunnel {
  type: "Tunnel";
  /** The id: a UUID. */
  id: string;
  /** The attributes. */
  attributes: TunnelAttributes;
  /** The related resources. */
  relationships: {
    /** The stream access point of the application that waits for connections. */
    listener: StreamAccessPointLink;
    /** The stream access point of the application that connects. */
    initiator: StreamAccessPointLink;
    /** The identity that created the tunnel. */
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

/** The attributes of a tunnel. */
export interface TunnelAttributes {
  /** The id (UUID) that makes repeated requests create only one tunnel. */
  submission_id: string;
  /** The label. */
  label: string | null;
  /** The lifetime, in minutes. */
  lifetime_mins: number | null;
  /** Whether the tunnel is restarted after a failure. */
  restartable: boolean;
  /** The IP address of the listening application. */
  listener_ip_address: string | null;
  /** The port of the listening application. */
  listener_port: number | null;
  /** The IP address for the application that connects. */
  initiator_ip_address: string | null;
  /** The port for the application that connects. */
  initiator_port: number | null;
  /** When the tunnel was created: ISO 8601, without an offset. */
  created_time: string | null;
  /** The state, such as `"UNINITIALIZED"`, `"AWAITING_LISTENER"` or `"STOPPING"`. */
  state: string;
  /** The state, as a text for people. */
  status: string;
}

/** A tunnel, in JSON:API form. */
export interface TunnelDocument {
  /** The tunnel. */
  data: Tunnel;
  /** The metadata of the reply. */
  meta: JsonApiMeta;
}

/** The reply to the deletion of a tunnel. */
export interface TunnelDeleteResult {
  /** Always null. */
  data: null;
  /** The metadata of the reply. */
  meta: JsonApiMeta;
}

/** The tunnels of this identity. */
export interface TunnelList {
  /** The tunnels. */
  data: Tunnel[];
  /** The link to the next page. Null on the last page. */
  links?: JsonApiLinks | null;
  /** The metadata of the reply. */
  meta: JsonApiMeta;
}

/** Query of `getTunnelEvents`. Send undocumented parameters with `account.request()`. */
export interface TunnelEventsQuery {
  /** Only events of this `code`. */
  code_name?: string | undefined;
  /** Only errors (`true`), or no errors (`false`). */
  is_error?: boolean | undefined;
}

/** The events of a tunnel. */
export interface TunnelEventList {
  /** The events. */
  data: TunnelEvent[];
  /** The link to the next page. Null on the last page. */
  links?: JsonApiLinks | null;
  /** The metadata of the reply. */
  meta: JsonApiMeta;
}

/** An event of a tunnel. */
export interface TunnelEvent {
  type: "TunnelEvent";
  /** The id. */
  id: number;
  /** The attributes. */
  attributes: TunnelEventAttributes | null;
}

/** The attributes of an event of a tunnel. */
export interface TunnelEventAttributes {
  /** The name of the event, such as `"STARTED"`, `"TUNNEL_ACTIVE"` or `"TUNNEL_STOPPED"`. */
  code: string;
  /** Whether the event is an error. */
  is_error: boolean;
  /** A description for people. */
  description: string;
  /** Details. */
  details: string;
  /** The time of the event: ISO 8601, without an offset. */
  time: string;
}

/** A stream access point, in JSON:API form. */
export interface StreamAccessPointDocument {
  /** The stream access point. */
  data: StreamAccessPoint;
  /** The metadata of the reply. */
  meta: JsonApiMeta;
}

/** A stream access point: one end of a tunnel. */
export interface StreamAccessPoint {
  type: "StreamAccessPoint";
  /** The id: a UUID. */
  id: string;
  /** The attributes. */
  attributes: StreamAccessPointAttributes;
  /** The related resources. */
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

/** The attributes of a stream access point. */
export interface StreamAccessPointAttributes {
  /** The display name. */
  display_name: string;
  /** The URL of the server: scheme `tlsftp`, with a port. */
  tlsftp_server: string;
  /** The username of the advertised owner. */
  advertised_owner: string | null;
  /** The email address of the contact person. */
  contact_email: string | null;
  /** Other contact information. */
  contact_info: string | null;
  /** The department that operates the stream access point. */
  department: string | null;
  /** The description. */
  description: string | null;
  /** The URL of a page with more information. */
  info_link: string | null;
  /** Keywords for searches, comma-separated. */
  keywords: string | null;
  /** The organization that operates the stream access point. */
  organization: string | null;
}
