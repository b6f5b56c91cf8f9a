
/**
 * Calls that give entries. `Entry` is the type of an entry's `content`: what you put into the index.
 *
 * ```ts
 * for await (const { entries } of account.search.postSearch<Paper>(indexId, { q: "black holes" })) {
 *   console.log(entries[0]?.content.title);
 * }
 * ```
 */
export interface SearchClient {
  /**
   * Puts entries into an index, in place of those with the same subject and id. The task that does so goes on by itself.
   * `Content` is the type of an entry's `content`.
   *
   * https://docs.globus.org/api/search/reference/ingest/
   *
   * @example
   * ```ts
   * const gmeta: GMetaEntry<Paper>[] = [{ subject: "doi:1", visible_to: ["public"], content: { title: "Black holes" } }];
   * await account.search.ingest(indexId, { ingest_type: "GMetaList", ingest_data: { gmeta } });
   * ```
   */
  ingest<Content = Json>(
    indexId: string,
    document: IngestDocument<Content>,
    query?: Query,
    options?: CallOptions,
  ): CallPromise<SearchTaskSubmission>;
  /**
   * Searches an index. Globus gives at most 10,000 results.
   *
   * https://docs.globus.org/api/search/reference/get_query/
   */
  search<Entry = Json>(
    indexId: string,
    query: SearchQuery,
    options?: CallOptions,
  ): Paged<SearchResult<Entry>, SearchHit<Entry>>;
  /**
   * Searches an index with filters, facets, boosts and sorting. Globus gives at most 10,000 results.
   *
   * https://docs.globus.org/api/search/reference/post_query/
   */
  postSearch<Entry = Json>(
    indexId: string,
    document: SearchDocument,
    query?: Query,
    options?: CallOptions,
  ): Paged<SearchResult<Entry>, SearchHit<Entry>>;
  /**
   * Goes through everything that matches, in no order and without a limit on the number of results.
   *
   * https://docs.globus.org/api/search/reference/scroll_query/
   */
  scroll<Entry = Json>(
    indexId: string,
    document: ScrollDocument,
    query?: Query,
    options?: CallOptions,
  ): Paged<ScrollResult<Entry>, SearchHit<Entry>>;
  /**
   * Gets the entries of a subject, as far as this identity may see them.
   *
   * https://docs.globus.org/api/search/reference/get_subject/
   */
  getSubject<Entry = Json>(
    indexId: string,
    query: SubjectQuery,
    options?: CallOptions,
  ): CallPromise<SearchHit<Entry>>;
  /**
   * Gets one entry of a subject: the one with this `entry_id`, or the one without an id.
   *
   * https://docs.globus.org/api/search/reference/get_entry/
   */
  getEntry<Entry = Json>(indexId: string, query: EntryQuery, options?: CallOptions): CallPromise<SearchHit<Entry>>;
}

// ---- Indexes ----

/** An index to create. */
export interface CreateIndexDocument {
  /** The name. */
  display_name: string;
  /** What is in it. */
  description: string;
}

/** What to change of an index. */
export interface UpdateIndexDocument {
  /** The name. */
  display_name?: string | null | undefined;
  /** What is in it. */
  description?: string | null | undefined;
}

/** An index. */
export interface SearchIndex {
  "@datatype": "GSearchIndex";
  "@version": string;
  /** The id: a UUID. */
  id: string;
  /** The name. */
  display_name: string;
  /** What is in it. */
  description: string;
  /** `"open"`, or `"delete_pending"` while it can still be reopened. */
  status: "open" | "delete_pending" | (string & {});
  /** Whether it can be used. */
  available?: boolean;
  /** Whether it is on trial, because it belongs to no subscription. */
  is_trial: boolean;
  /** The subscription (UUID) it belongs to. */
  subscription_id: string | null;
  /** When it was created: `YYYY-MM-DD hh:mm:ss`, UTC. */
  creation_date: string;
  /** When what is in it last changed. */
  content_last_modified_date?: string | null;
  /** The most it may hold, in megabytes. */
  max_size_in_mb: number;
  /** What it holds, in megabytes. */
  size_in_mb: number;
  /** The number of subjects. */
  num_subjects: number;
  /** The number of entries. */
  num_entries: number;
  /** The roles this identity has on it. */
  permissions?: SearchRoleName[];
  /** A schema that entries must follow. */
  entry_schema?: { [name: string]: Json } | null;
}

/** Query of `indexList`. Parameters that are not documented can be sent with `account.request()`. */
export interface IndexListQuery {
  /** Only indexes on which this identity has such a role. A list is comma-joined. */
  filter_roles?: SearchRoleName | readonly SearchRoleName[] | undefined;
}

/** The indexes that this identity has a role on. */
export interface IndexList {
  /** The indexes. */
  index_list: ListedIndex[];
}

/** An index in a list. */
export interface ListedIndex extends SearchIndex {
  /** The roles of this identity on it. */
  permissions: SearchRoleName[];
}

/** An index that was marked for deletion, or reopened. */
export interface IndexAcknowledgement {
  /** The index: a UUID. */
  index_id: string;
  /** That it was done. */
  acknowledged: boolean;
}

// ---- Queries ----

/** Query of `search`. Parameters that are not documented can be sent with `account.request()`. */
export interface SearchQuery {
  /** The words to look for. */
  q: string;
  /** Whether `q` is an expression of the advanced query syntax, which may be wrong. @default false */
  advanced?: boolean | undefined;
  /** The size of a page. @default 100 */
  limit?: number | undefined;
  /** How many results to skip: at most 10,000. */
  offset?: number | undefined;
  /** Whether to find what this identity may not see: for administrators and owners of the index. @default false */
  bypass_visible_to?: boolean | undefined;
  /** Only entries with one of these principal sets that this identity is in. A list is comma-joined. */
  filter_principal_sets?: string | readonly string[] | undefined;
}

/** Query of `getSubject`. Parameters that are not documented can be sent with `account.request()`. */
export interface SubjectQuery extends DeleteSubjectQuery {
  /** Whether to give what this identity may not see: for administrators and owners of the index. @default false */
  bypass_visible_to?: boolean | undefined;
}

/** Query of `deleteSubject`. Parameters that are not documented can be sent with `account.request()`. */
export interface DeleteSubjectQuery {
  /** The subject, for instance a URL. */
  subject: string;
}

/** Query of `getEntry`. Parameters that are not documented can be sent with `account.request()`. */
export interface EntryQuery extends DeleteEntryQuery {
  /** Whether to give what this identity may not see: for administrators and owners of the index. @default false */
  bypass_visible_to?: boolean | undefined;
}

/** Query of `deleteEntry`. Parameters that are not documented can be sent with `account.request()`. */
export interface DeleteEntryQuery extends DeleteSubjectQuery {
  /** The entry's id. Without it, the entry without an id is meant. */
  entry_id?: string | null | undefined;
}

/** How `q` is read. */
export interface SearchQuerySettings {
  /** As words, or as an expression of the advanced query syntax, which may be wrong. */
  mode: "query_string" | "advanced_query_string";
  /** Whether all words must occur, or any. */
  default_operator: "and" | "or" | (string & {});
}

/** What `postSearch`, `scroll` and `deleteByQuery` have in common. */
export interface SearchDocumentBase {
  /** The words to look for. Required unless there are filters. */
  q?: string | undefined;
  /** Whether `q` is an expression of the advanced query syntax, which may be wrong. @default false */
  advanced?: boolean | undefined;
  /** How `q` is read, in place of `advanced`. */
  q_settings?: SearchQuerySettings | undefined;
  /** What results must fulfil. */
  filters?: readonly SearchFilter[] | undefined;
  /** Only entries with one of these principal sets that this identity is in. */
  filter_principal_sets?: readonly string[] | undefined;
  /** Whether to find what this identity may not see: for administrators and owners of the index. @default false */
  bypass_visible_to?: boolean | undefined;
}

/**
 * A search, of the version `"query#1.0.0"`.
 *
 * https://docs.globus.org/api/search/reference/post_query/
 */
export interface SearchDocument extends SearchDocumentBase {
  /** The version of this document. @default "query#1.0.0" */
  "@version"?: "query#1.0.0" | "2017-09-01" | undefined;
  /** The size of a page. @default 100 */
  limit?: number | undefined;
  /** How many results to skip: at most 10,000. */
  offset?: number | undefined;
  /** What to count. */
  facets?: readonly SearchFacet[] | undefined;
  /** What results must fulfil, without an effect on facets. */
  post_facet_filters?: readonly SearchFilter[] | undefined;
  /** Which fields weigh more or less. */
  boosts?: readonly SearchBoost[] | undefined;
  /** The order of results, by what counts most first. */
  sort?: readonly SearchSort[] | undefined;
}

/**
 * What to scroll through.
 *
 * https://docs.globus.org/api/search/reference/scroll_query/
 */
export interface ScrollDocument extends SearchDocumentBase {
  /** The version of this document. */
  "@version"?: "scroll#1.0.0" | "2017-09-01" | undefined;
  /** The size of a page. */
  limit?: number | undefined;
  /** Where to go on: the `marker` of a page. */
  marker?: string | undefined;
}

/** Which entries to delete: those a search would find. */
export interface DeleteByQueryDocument extends SearchDocumentBase {
  /** The version of this document. */
  "@version"?: "delete_by_query#1.0.0" | "2017-09-01" | undefined;
  /** Only with the version `"2017-09-01"`, whose document is that of a search. */
  limit?: number | undefined;
  /** Only with the version `"2017-09-01"`, whose document is that of a search. */
  offset?: number | undefined;
  /** Only with the version `"2017-09-01"`, whose document is that of a search. */
  facets?: readonly SearchFacet[] | undefined;
  /** Only with the version `"2017-09-01"`, whose document is that of a search. */
  boosts?: readonly SearchBoost[] | undefined;
  /** Only with the version `"2017-09-01"`, whose document is that of a search. */
  sort?: readonly SearchSort[] | undefined;
}

/**
 * What results must fulfil, told apart by `type`. Dots in a `field_name` lead into objects; one that is part of a name is
 * written `\\.`.
 *
 * https://docs.globus.org/api/search/reference/post_query/#gfilter
 */
export type SearchFilter =
  | MatchFilter
  | RangeFilter
  | BoundingBoxFilter
  | GeoShapeFilter
  | ExistsFilter
  | LikeFilter
  | NotFilter
  | AndOrFilter;

/** A value in an index: what a field can be compared with. */
export type SearchValue = string | number | boolean | null;

/** What all filters about a field have. */
export interface FieldFilter {
  /** The version of this part. */
  "@version"?: "2017-09-01" | (string & {}) | undefined;
  /** The field. */
  field_name: string;
  /** Whether facets are counted without it. Of the version `"2017-09-01"`; later there is `post_facet_filters`. */
  post_filter?: boolean | undefined;
}

/** The field has any of these values, or all of them. */
export interface MatchFilter extends FieldFilter {
  type: "match_any" | "match_all";
  /** The values. */
  values: readonly SearchValue[];
}

/** The field is in one of these ranges. */
export interface RangeFilter extends FieldFilter {
  type: "range";
  /** The ranges. */
  values: readonly SearchRange[];
}

/** A range of numbers or dates. `"*"` is no bound. */
export interface SearchRange {
  /** At least. */
  from?: string | number | undefined;
  /** At most. */
  to?: string | number | undefined;
  /** At least. */
  gte?: string | number | undefined;
  /** More than. */
  gt?: string | number | undefined;
  /** At most. */
  lte?: string | number | undefined;
  /** Less than. */
  lt?: string | number | undefined;
}

/** A place on earth. */
export interface SearchCoordinate {
  /** Latitude, -90 to 90. */
  lat: number;
  /** Longitude, -180 to 180. */
  lon: number;
}

/** The field is a place within a box. */
export interface BoundingBoxFilter extends FieldFilter {
  type: "geo_bounding_box";
  /** The north-western corner. */
  top_left: SearchCoordinate;
  /** The south-eastern corner. */
  bottom_right: SearchCoordinate;
}

/** The field is a shape that meets another one. */
export interface GeoShapeFilter extends FieldFilter {
  type: "geo_shape";
  /** The other shape. */
  shape: SearchPolygon;
  /** How they meet. @default "intersects" */
  relation?: "intersects" | "within" | undefined;
}

/** A polygon, as in GeoJSON. */
export interface SearchPolygon {
  type: "Polygon";
  /** Rings of `[longitude, latitude]`, each closed. */
  coordinates: readonly (readonly (readonly [number, number])[])[];
}

/** The field is there. */
export interface ExistsFilter extends FieldFilter {
  type: "exists";
}

/** The field is a text that looks like this. */
export interface LikeFilter extends FieldFilter {
  type: "like";
  /** The text, in which `*` stands for anything and `?` for one character. */
  value: string;
}

/** A filter is not fulfilled. */
export interface NotFilter {
  /** The version of this part. */
  "@version"?: "2017-09-01" | (string & {}) | undefined;
  type: "not";
  /** The filter. */
  filter: SearchFilter;
  /** See `FieldFilter`. */
  post_filter?: boolean | undefined;
}

/** All of these filters are fulfilled, or any. */
export interface AndOrFilter {
  /** The version of this part. */
  "@version"?: "2017-09-01" | (string & {}) | undefined;
  type: "and" | "or";
  /** The filters. */
  filters: readonly SearchFilter[];
  /** See `FieldFilter`. */
  post_filter?: boolean | undefined;
}

/**
 * What to count, told apart by `type`.
 *
 * https://docs.globus.org/api/search/reference/post_query/#gfacet
 */
export type SearchFacet =
  | TermsFacet
  | MetricFacet
  | DistinctCountFacet
  | DateHistogramFacet
  | NumericHistogramFacet;

/** What all facets have. */
export interface SearchFacetBase {
  /** The version of this part. */
  "@version"?: "2017-09-01" | (string & {}) | undefined;
  /** The name in the results. Required if several facets are about one field. By default the `field_name`. */
  name?: string | undefined;
  /** The field. */
  field_name: string;
  /** What to count in: only what fulfils these too. */
  additional_filters?: readonly SearchFilter[] | undefined;
}

/** How often each value occurs. */
export interface TermsFacet extends SearchFacetBase {
  type: "terms";
  /** The number of values to give: the most frequent. @default 10 */
  size?: number | undefined;
}

/** The sum or the average. */
export interface MetricFacet extends SearchFacetBase {
  type: "sum" | "avg";
  /** What counts for an entry without the field. By default it does not count. */
  missing?: number | undefined;
}

/** How many different values there are, approximately. */
export interface DistinctCountFacet extends SearchFacetBase {
  type: "distinct_count";
}

/** How many dates are in each span of time. */
export interface DateHistogramFacet extends SearchFacetBase {
  type: "date_histogram";
  /** The span. */
  date_interval: "year" | "quarter" | "month" | "week" | "day" | "hour" | "minute" | "second";
  /** The first and the last date to look at. */
  histogram_range?: SearchDateRange | undefined;
}

/** How many numbers are in each part of a range. */
export interface NumericHistogramFacet extends SearchFacetBase {
  type: "numeric_histogram";
  /** The number of parts. */
  size: number;
  /** The range. */
  histogram_range: SearchNumberRange;
}

/** The dates that a histogram looks at. */
export interface SearchDateRange {
  /** The first. */
  low?: string | undefined;
  /** The last. */
  high?: string | undefined;
}

/** The numbers that a histogram looks at. */
export interface SearchNumberRange {
  /** The lowest. */
  low: number;
  /** The highest. */
  high: number;
}

/** A field that weighs more or less. */
export interface SearchBoost {
  /** The version of this part. */
  "@version"?: "2017-09-01" | (string & {}) | undefined;
  /** The field. */
  field_name: string;
  /** How many times it weighs: up to 10. */
  factor: number;
}

/** A field to sort by. */
export interface SearchSort {
  /** The version of this part. */
  "@version"?: "2017-09-01" | (string & {}) | undefined;
  /** The field. */
  field_name: string;
  /** The direction. @default "desc" */
  order?: "asc" | "desc" | undefined;
}

// ---- Results ----

/** One page of results. */
export interface SearchResult<Entry = Json> {
  "@datatype": "GSearchResult";
  "@version": string;
  /** What was found. */
  gmeta: SearchHit<Entry>[];
  /** The number of results on this page. */
  count: number;
  /** The number of results that were skipped. */
  offset: number;
  /** The number of results in all. */
  total: number;
  /** Whether there are more. */
  has_next_page: boolean;
  /** What was counted. */
  facet_results?: SearchFacetResult[];
}

/** One page of a scroll. */
export interface ScrollResult<Entry = Json> {
  "@datatype"?: "GScrollResult" | (string & {});
  "@version"?: string;
  /** What was found. */
  gmeta: SearchHit<Entry>[];
  /** The number of results on this page. */
  count: number;
  /** The number of results in all. */
  total: number;
  /** Whether there are more. */
  has_next_page: boolean;
  /** Where to go on. */
  marker?: string | null;
}

/** A subject, with those of its entries that match and that this identity may see. */
export interface SearchHit<Entry = Json> {
  "@datatype": "GMetaResult";
  "@version": string;
  /** The subject. */
  subject: string;
  /** The entries. */
  entries: SearchEntry<Entry>[];
}

/** An entry. */
export interface SearchEntry<Entry = Json> {
  /** What was put into the index. */
  content: Entry;
  /** Its id within the subject: null for the one without. */
  entry_id: string | null;
  /** The names of its principal sets that this identity is in. */
  matched_principal_sets: string[];
}

/** What a facet counted. */
export type SearchFacetResult = BucketFacetResult | MetricFacetResult | ApproximateMetricFacetResult;

/** What a facet of values or spans counted. */
export interface BucketFacetResult {
  "@datatype"?: "GFacetResult" | (string & {});
  "@version"?: string;
  /** The facet. */
  name: string;
  /** The counts. */
  buckets: SearchBucket[];
}

/** A sum or average. */
export interface MetricFacetResult {
  "@datatype"?: "GFacetResult" | (string & {});
  "@version"?: string;
  /** The facet. */
  name: string;
  /** The sum or average. */
  value: number;
}

/** A number of different values. */
export interface ApproximateMetricFacetResult {
  "@datatype"?: "GFacetResult" | (string & {});
  "@version"?: string;
  /** The facet. */
  name: string;
  /** The number, approximately. */
  approximate_value: number;
}

/** How often something occurs. */
export interface SearchBucket {
  "@datatype"?: "GBucket" | (string & {});
  "@version"?: string;
  /** A value; for a span, where it begins and ends. */
  value: SearchValue | { from?: string | number; to?: string | number };
  /** How often. */
  count: number;
}

// ---- Changes ----

/**
 * What to put into an index, told apart by `ingest_type`: one entry, or up to 10 MB of them.
 *
 * https://docs.globus.org/api/search/reference/ingest/
 */
export type IngestDocument<Content = Json> = IngestEntryDocument<Content> | IngestListDocument<Content>;

/** What both kinds of `IngestDocument` have. */
export interface IngestDocumentBase {
  "@version"?: "2017-09-01" | (string & {}) | undefined;
  /** The types of fields that could not be told by their values, by field. Dots lead into objects. */
  field_mapping?: Record<string, "geo_point" | "geo_shape"> | undefined;
}

/** One entry to put into an index. */
export interface IngestEntryDocument<Content = Json> extends IngestDocumentBase {
  ingest_type: "GMetaEntry";
  /** The entry. */
  ingest_data: GMetaEntry<Content>;
}

/** Entries to put into an index. */
export interface IngestListDocument<Content = Json> extends IngestDocumentBase {
  ingest_type: "GMetaList";
  /** The entries. */
  ingest_data: GMetaList<Content>;
}

/** A list of entries. */
export interface GMetaList<Content = Json> {
  "@datatype"?: "GMetaList" | undefined;
  "@version"?: "2017-09-01" | (string & {}) | undefined;
  /** The entries. */
  gmeta: readonly GMetaEntry<Content>[];
}

/** An entry, as it is put into an index. */
export interface GMetaEntry<Content = Json> {
  "@datatype"?: "GMetaEntry" | undefined;
  "@version"?: "2017-09-01" | (string & {}) | undefined;
  /** What it is about: a URL or another unique text. */
  subject: string;
  /** Its id within the subject. */
  id?: string | null | undefined;
  /** What is to be found. */
  content: Content;
  /**
   * Who sees it: `"public"`, `"all_authenticated_users"`, or principals such as `"urn:globus:auth:identity:<id>"` and
   * `"urn:globus:groups:id:<id>"`.
   */
  visible_to: readonly string[];
  /** Named sets of principals, for `filter_principal_sets`. */
  principal_sets?: Record<string, readonly string[]> | undefined;
}

/** Subjects to delete. */
export interface DeleteSubjectsDocument {
  /** The subjects. */
  subjects: readonly string[];
}

/** A change that was accepted, and goes on as a task: see `getTask`. */
export interface SearchTaskSubmission {
  /** The task: a UUID. */
  task_id: string;
  /** That it was accepted. */
  acknowledged?: boolean;
}

/** A task: a change of an index. */
export interface SearchTask {
  /** The id: a UUID. */
  task_id: string;
  /** The index: a UUID. */
  index_id: string;
  /** What kind of change it is. */
  task_type?: string;
  /** How far it is. `"SUCCESS"` and `"FAILED"` are final. */
  state: "CREATING" | "PENDING" | "PROGRESS" | "SUCCESS" | "FAILED" | (string & {});
  /** The same, for people. */
  state_description: string;
  /** When it was created: ISO 8601, UTC. */
  creation_date: string;
  /** When it ended: ISO 8601, UTC. */
  completion_date: string | null;
  /** What there is to say about it, possibly an error. */
  message: string | null;
  /** More about it. */
  additional_details: Json;
}

/** The latest tasks of an index. */
export interface SearchTaskList {
  /** The index: a UUID. */
  index_id: string;
  /** The tasks. */
  tasks: SearchTask[];
}

// ---- Roles ----

/** A role on an index. Writers change entries, administrators also roles, and the owner everything. */
export type SearchRoleName = "owner" | "admin" | "writer";

/** A role to give. */
export interface CreateSearchRoleDocument {
  /** The role. */
  role_name: SearchRoleName;
  /** To whom: `"urn:globus:auth:identity:<id>"` or `"urn:globus:groups:id:<id>"`. */
  principal: string;
}

/** A role that somebody has on an index. */
export interface SearchRole {
  /** The id. */
  id: string;
  /** The index: a UUID. */
  index_id: string;
  /** The role. */
  role_name: SearchRoleName;
  /** Who has it. */
  principal: string;
  /** What kind of principal that is. */
  principal_type: "identity" | "group";
  /** When it was given: `YYYY-MM-DD hh:mm:ss`, UTC. */
  creation_date: string;
}

/** The roles on an index. */
export interface SearchRoleList {
  /** The roles. */
  role_list: SearchRole[];
}

/** A role that was taken away. */
export interface DeletedSearchRole {
  /** The role. */
  deleted: SearchRole;
  /** That it was done. */
  success: boolean;
}
