
/** What every call of a Globus Connect Server gives: the documents are in `data`. */
export interface GcsResult<Document> {
  DATA_TYPE: `result#${string}`;
  /** What happened. */
  code: string;
  /** The same for people. */
  message: string;
  /** The HTTP status. */
  http_response_code: number;
  /** More about it. */
  detail?: Json;
  /** The documents. */
  data: Document[];
}

/** What an endpoint says of itself. */
export interface GcsInfo {
  DATA_TYPE: `info#${string}`;
  /** The endpoint's client id, and the resource server of its tokens: a UUID. */
  client_id: string;
}

export interface GcsGuestCollectionDocument {
  id: string;
}

export interface GcsCollection {
  id: string;
}
