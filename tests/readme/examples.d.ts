// The names that blocks and examples use without declaring them.

/** Ids and credentials that the reader replaces. */
declare const clientId: string;
declare const clientSecret: string;
declare const source: string;
declare const destination: string;
declare const mappedCollection: string;
declare const colleague: string;
declare const index: string;
declare const collectionId: string;
declare const endpointId: string;
declare const groupId: string;
declare const indexId: string;
declare const flowId: string;
declare const runId: string;
declare const jobId: string;
declare const taskId: string;

declare const account: import("globus-service-account").ServiceAccount;
/** An error that was caught. */
declare const error: unknown;
/** A document of a user's search index. */
interface Paper {
  title: string;
}

/** A user's own storage. */
declare class MyStorage implements import("globus-service-account").TokenStorage {
  get(key: string): string | null;
  set(key: string, value: string): void;
  delete(key: string): void;
}

/** A Worker's bindings, declared as users do: an interface, which has no index signature. */
interface Env {
  GLOBUS_CLIENT_ID: string;
  GLOBUS_CLIENT_SECRET: string;
  TOKENS: KVNamespace & DurableObjectNamespace;
}

// Abridged from Cloudflare's own types.
interface KVNamespace {
  get(key: string, options?: { type?: "text"; cacheTtl?: number }): Promise<string | null>;
  get<Value>(key: string, type: "json"): Promise<Value | null>;
  put(key: string, value: string | ArrayBuffer | ReadableStream, options?: { expirationTtl?: number }): Promise<void>;
  delete(key: string): Promise<void>;
  list<Metadata>(options?: { prefix?: string | null; cursor?: string | null }): Promise<
    | { list_complete: false; keys: { name: string; metadata?: Metadata }[]; cursor: string }
    | { list_complete: true; keys: { name: string; metadata?: Metadata }[] }
  >;
  getWithMetadata<Metadata>(key: string): Promise<{ value: string | null; metadata: Metadata | null }>;
}
interface DurableObjectNamespace {
  idFromName(name: string): DurableObjectId;
  get(id: DurableObjectId, options?: { locationHint?: string }): { fetch(input: Request): Promise<Response> };
}
interface DurableObjectId {
  toString(): string;
}
declare module "cloudflare:workers" {
  export const env: Env;
}

declare module "@keyv/postgres" {
  const KeyvPostgres: any;
  export default KeyvPostgres;
}

declare module "next/server" {
  export function connection(): Promise<void>;
}
declare namespace JSX {
  interface IntrinsicElements {
    [name: string]: { children?: unknown };
  }
}
