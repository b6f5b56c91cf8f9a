
/**
 * The calls whose types contain entries. `Entry` is the type of an entry's `content`: the data that you put into the
 * index.
 *
 * ```ts
 * for await (const { entries } of account.search.postSearch<Paper>(indexId, { q: "black holes" })) {
 *   console.log(entries[0]?.content.title);
 * }
 * ```
 */
export interface SearchClient {
  /**
   * Puts entries into an index, in place of entries with the same subject and id. Globus Search does so in a task; this
   * call does not wait for it. `Content` is the type of an entry's `content`.
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
   * Searches an index. Globus returns at most 10,000 results.
   *
   * https://docs.globus.org/api/search/reference/get_query/
   */
  search<Entry = Json>(
    indexId: string,
    query: SearchQuery,
    options?: CallOptions,
  ): Paged<SearchResult<Entry>, SearchHit<Entry>>;
  /**
   * Searches an index with filters, facets, boosts and sorting. Globus returns at most 10,000 results.
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
   * Returns everything that matches, in no order and without a limit on the number of results.
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
   * Returns the entries of a subject that this identity may see.
   *
   * https://docs.globus.org/api/search/reference/get_subject/
   */
  getSubject<Entry = Json>(
    indexId: string,
    query: SubjectQuery,
    options?: CallOptions,
  ): CallPromise<SearchHit<Entry>>;
  /**
   * Returns one entry of a subject: the entry with this `entry_id`, or the entry without an id.
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
  /** The description of its content. */
  description: string;
}

/** The fields of an index to change. */
export interface UpdateIndexDocument {
  /** The name. */
  display_name?: string | null | undefined;
  /** The description of its content. */
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
  /** The description of its content. */
  description: string;
  /** `"open"`, or `"delete_pending"`: the index is marked for deletion and can still be reopened. */
  status: "open" | "delete_pending" | (string & {});
  /** Whether the index can be used. */
  available?: boolean;
  /** Whether the index is a trial index. A trial index belongs to no subscription. */
  is_trial: boolean;
  /** The subscription: a UUID. */
  subscription_id: string | null;
  /** When it was created: `YYYY-MM-DD hh:mm:ss`, UTC. */
  creation_date: string;
  /** When the content last changed. */
  content_last_modified_date?: string | null;
  /** The maximum size, in megabytes. */
  max_size_in_mb: number;
  /** The current size, in megabytes. */
  size_in_mb: number;
  /** The number of subjects. */
  num_subjects: number;
  /** The number of entries. */
  num_entries: number;
  /** The roles of this identity on the index. */
  permissions?: SearchRoleName[];
  /** The schema that entries must match. */
  entry_schema?: { [name: string]: Json } | null;
}

/** Query of `indexList`. Send undocumented parameters with `account.request()`. */
export interface IndexListQuery {
  /** Only indexes on which this identity has one of these roles. A list is comma-joined. */
  filter_roles?: SearchRoleName | readonly SearchRoleName[] | undefined;
}

/** The indexes on which this identity has a role. */
export interface IndexList {
  /** The indexes. */
  index_list: ListedIndex[];
}

/** An index in a list. */
export interface ListedIndex extends SearchIndex {
  /** The roles of this identity on the index. */
  permissions: SearchRoleName[];
}

/** An index that was marked for deletion, or reopened. */
export interface IndexAcknowledgement {
  /** The index: a UUID. */
  index_id: string;
  /** Whether Globus Search did it. */
  acknowledged: boolean;
}

// ---- Queries ----

/** Query of `search`. Send undocumented parameters with `account.request()`. */
export interface SearchQuery {
  /** The words to search for. */
  q: string;
  /** Whether `q` uses the advanced query syntax, in which a syntax error is possible. @default false */
  advanced?: boolean | undefined;
  /** The size of a page. @default 100 */
  limit?: number | undefined;
  /** The number of results to skip, at most 10,000. */
  offset?: number | undefined;
  /**
   * Whether to include entries that this identity may not see. Requires an administrator or owner of the index.
   * @default false
   */
  bypass_visible_to?: boolean | undefined;
  /** Only entries with one of these principal sets, of which this identity must be a member. A list is comma-joined. */
  filter_principal_sets?: string | readonly string[] | undefined;
}

/** Query of `getSubject`. Send undocumented parameters with `account.request()`. */
export interface SubjectQuery extends DeleteSubjectQuery {
  /**
   * Whether to include entries that this identity may not see. Requires an administrator or owner of the index.
   * @default false
   */
  bypass_visible_to?: boolean | undefined;
}

/** Query of `deleteSubject`. Send undocumented parameters with `account.request()`. */
export interface DeleteSubjectQuery {
  /** The subject, for instance a URL. */
  subject: string;
}

/** Query of `getEntry`. Send undocumented parameters with `account.request()`. */
export interface EntryQuery extends DeleteEntryQuery {
  /**
   * Whether to include entries that this identity may not see. Requires an administrator or owner of the index.
   * @default false
   */
  bypass_visible_to?: boolean | undefined;
}

/** Query of `deleteEntry`. Send undocumented parameters with `account.request()`. */
export interface DeleteEntryQuery extends DeleteSubjectQuery {
  /** The id of the entry. If absent: the entry without an id. */
  entry_id?: string | null | undefined;
}

/** The interpretation of `q`. */
export interface SearchQuerySettings {
  /** The syntax: words, or the advanced query syntax, in which a syntax error is possible. */
  mode: "query_string" | "advanced_query_string";
  /** Whether all words must occur, or any of them. */
  default_operator: "and" | "or" | (string & {});
}

/** The fields that `postSearch`, `scroll` and `deleteByQuery` share. */
export interface SearchDocumentBase {
  /** The words to search for. Required unless there are filters. */
  q?: string | undefined;
  /** Whether `q` uses the advanced query syntax, in which a syntax error is possible. @default false */
  advanced?: boolean | undefined;
  /** The interpretation of `q`, in place of `advanced`. */
  q_settings?: SearchQuerySettings | undefined;
  /** The filters that results must match. */
  filters?: readonly SearchFilter[] | undefined;
  /** Only entries with one of these principal sets, of which this identity must be a member. */
  filter_principal_sets?: readonly string[] | undefined;
  /**
   * Whether to include entries that this identity may not see. Requires an administrator or owner of the index.
   * @default false
   */
  bypass_visible_to?: boolean | undefined;
}

/**
 * A search document of the version `"query#1.0.0"`.
 *
 * https://docs.globus.org/api/search/reference/post_query/
 */
export interface SearchDocument extends SearchDocumentBase {
  /** The version of this document. @default "query#1.0.0" */
  "@version"?: "query#1.0.0" | "2017-09-01" | undefined;
  /** The size of a page. @default 100 */
  limit?: number | undefined;
  /** The number of results to skip, at most 10,000. */
  offset?: number | undefined;
  /** The facets to compute. */
  facets?: readonly SearchFacet[] | undefined;
  /** Filters that results must match, but that do not change the facets. */
  post_facet_filters?: readonly SearchFilter[] | undefined;
  /** The fields with a changed weight. */
  boosts?: readonly SearchBoost[] | undefined;
  /** The sort order, most significant field first. */
  sort?: readonly SearchSort[] | undefined;
}

/**
 * A scroll document.
 *
 * https://docs.globus.org/api/search/reference/scroll_query/
 */
export interface ScrollDocument extends SearchDocumentBase {
  /** The version of this document. */
  "@version"?: "scroll#1.0.0" | "2017-09-01" | undefined;
  /** The size of a page. */
  limit?: number | undefined;
  /** The start of the page: the `marker` of the page before. */
  marker?: string | undefined;
}

/** A query for the entries to delete. */
export interface DeleteByQueryDocument extends SearchDocumentBase {
  /** The version of this document. */
  "@version"?: "delete_by_query#1.0.0" | "2017-09-01" | undefined;
  /** Only with the version `"2017-09-01"`, which uses a search document. */
  limit?: number | undefined;
  /** Only with the version `"2017-09-01"`, which uses a search document. */
  offset?: number | undefined;
  /** Only with the version `"2017-09-01"`, which uses a search document. */
  facets?: readonly SearchFacet[] | undefined;
  /** Only with the version `"2017-09-01"`, which uses a search document. */
  boosts?: readonly SearchBoost[] | undefined;
  /** Only with the version `"2017-09-01"`, which uses a search document. */
  sort?: readonly SearchSort[] | undefined;
}

/**
 * A filter. `type` distinguishes the kinds. A dot in a `field_name` selects a field of an object; write a dot that
 * belongs to a name as `\\.`.
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

/** A value of a field, or a value to compare a field with. */
export type SearchValue = string | number | boolean | null;

/** The fields of every filter on a field. */
export interface FieldFilter {
  /** The version of this object. */
  "@version"?: "2017-09-01" | (string & {}) | undefined;
  /** The name of the field. */
  field_name: string;
  /**
   * Whether facets ignore this filter. Only with the version `"2017-09-01"`; later versions use `post_facet_filters`.
   */
  post_filter?: boolean | undefined;
}

/** The field has any of the values, or all of them. */
export interface MatchFilter extends FieldFilter {
  type: "match_any" | "match_all";
  /** The values. */
  values: readonly SearchValue[];
}

/** The field is in one of the ranges. */
export interface RangeFilter extends FieldFilter {
  type: "range";
  /** The ranges. */
  values: readonly SearchRange[];
}

/** A range of numbers or dates. `"*"` sets no bound. */
export interface SearchRange {
  /** The lower bound, included. */
  from?: string | number | undefined;
  /** The upper bound, included. */
  to?: string | number | undefined;
  /** The lower bound, included. */
  gte?: string | number | undefined;
  /** The lower bound, excluded. */
  gt?: string | number | undefined;
  /** The upper bound, included. */
  lte?: string | number | undefined;
  /** The upper bound, excluded. */
  lt?: string | number | undefined;
}

/** A place on earth. */
export interface SearchCoordinate {
  /** Latitude, -90 to 90. */
  lat: number;
  /** Longitude, -180 to 180. */
  lon: number;
}

/** The field is a place in a box. */
export interface BoundingBoxFilter extends FieldFilter {
  type: "geo_bounding_box";
  /** The north-western corner. */
  top_left: SearchCoordinate;
  /** The south-eastern corner. */
  bottom_right: SearchCoordinate;
}

/** The field is a shape that intersects another shape, or is within it. */
export interface GeoShapeFilter extends FieldFilter {
  type: "geo_shape";
  /** The other shape. */
  shape: SearchPolygon;
  /** The relation of the field to the shape. @default "intersects" */
  relation?: "intersects" | "within" | undefined;
}

/** A polygon, as in GeoJSON. */
export interface SearchPolygon {
  type: "Polygon";
  /** Rings of `[longitude, latitude]`, each closed. */
  coordinates: readonly (readonly (readonly [number, number])[])[];
}

/** The field exists. */
export interface ExistsFilter extends FieldFilter {
  type: "exists";
}

/** The field is a text that matches a pattern. */
export interface LikeFilter extends FieldFilter {
  type: "like";
  /** The pattern. `*` matches any text, `?` matches one character. */
  value: string;
}

/** The filter does not match. */
export interface NotFilter {
  /** The version of this object. */
  "@version"?: "2017-09-01" | (string & {}) | undefined;
  type: "not";
  /** The filter. */
  filter: SearchFilter;
  /** See `FieldFilter`. */
  post_filter?: boolean | undefined;
}

/** All filters match, or any of them. */
export interface AndOrFilter {
  /** The version of this object. */
  "@version"?: "2017-09-01" | (string & {}) | undefined;
  type: "and" | "or";
  /** The filters. */
  filters: readonly SearchFilter[];
  /** See `FieldFilter`. */
  post_filter?: boolean | undefined;
}

/**
 * A facet: a statistic over the results. `type` distinguishes the kinds.
 *
 * https://docs.globus.org/api/search/reference/post_query/#gfacet
 */
export type SearchFacet =
  | TermsFacet
  | MetricFacet
  | DistinctCountFacet
  | DateHistogramFacet
  | NumericHistogramFacet;

/** The fields of every facet. */
export interface SearchFacetBase {
  /** The version of this object. */
  "@version"?: "2017-09-01" | (string & {}) | undefined;
  /** The name of the facet in the results. Required if several facets use one field. By default the `field_name`. */
  name?: string | undefined;
  /** The name of the field. */
  field_name: string;
  /** Additional filters on the entries that the facet uses. */
  additional_filters?: readonly SearchFilter[] | undefined;
}

/** The number of occurrences of each value. */
export interface TermsFacet extends SearchFacetBase {
  type: "terms";
  /** The number of values to return, most frequent first. @default 10 */
  size?: number | undefined;
}

/** The sum or the average of a field. */
export interface MetricFacet extends SearchFacetBase {
  type: "sum" | "avg";
  /** The value to use for an entry without the field. By default such an entry is ignored. */
  missing?: number | undefined;
}

/** The approximate number of distinct values. */
export interface DistinctCountFacet extends SearchFacetBase {
  type: "distinct_count";
}

/** The number of dates in each interval of time. */
export interface DateHistogramFacet extends SearchFacetBase {
  type: "date_histogram";
  /** The length of an interval. */
  date_interval: "year" | "quarter" | "month" | "week" | "day" | "hour" | "minute" | "second";
  /** The first and the last date of the histogram. */
  histogram_range?: SearchDateRange | undefined;
}

/** The number of values in each interval of a range. */
export interface NumericHistogramFacet extends SearchFacetBase {
  type: "numeric_histogram";
  /** The number of intervals. */
  size: number;
  /** The range. */
  histogram_range: SearchNumberRange;
}

/** The range of a date histogram. */
export interface SearchDateRange {
  /** The first date. */
  low?: string | undefined;
  /** The last date. */
  high?: string | undefined;
}

/** The range of a numeric histogram. */
export interface SearchNumberRange {
  /** The lowest number. */
  low: number;
  /** The highest number. */
  high: number;
}

/** A changed weight of a field. */
export interface SearchBoost {
  /** The version of this object. */
  "@version"?: "2017-09-01" | (string & {}) | undefined;
  /** The name of the field. */
  field_name: string;
  /** The factor of the weight, at most 10. */
  factor: number;
}

/** A field to sort by. */
export interface SearchSort {
  /** The version of this object. */
  "@version"?: "2017-09-01" | (string & {}) | undefined;
  /** The name of the field. */
  field_name: string;
  /** The direction. @default "desc" */
  order?: "asc" | "desc" | undefined;
}

// ---- Results ----

/** One page of results. */
export interface SearchResult<Entry = Json> {
  "@datatype": "GSearchResult";
  "@version": string;
  /** The results. */
  gmeta: SearchHit<Entry>[];
  /** The number of results on this page. */
  count: number;
  /** The number of skipped results. */
  offset: number;
  /** The total number of results. */
  total: number;
  /** Whether more pages exist. */
  has_next_page: boolean;
  /** The results of the facets. */
  facet_results?: SearchFacetResult[];
}

/** One page of a scroll. */
export interface ScrollResult<Entry = Json> {
  "@datatype"?: "GScrollResult" | (string & {});
  "@version"?: string;
  /** The results. */
  gmeta: SearchHit<Entry>[];
  /** The number of results on this page. */
  count: number;
  /** The total number of results. */
  total: number;
  /** Whether more pages exist. */
  has_next_page: boolean;
  /** The marker of the next page. */
  marker?: string | null;
}

/** A subject, with the matching entries that this identity may see. */
export interface SearchHit<Entry = Json> {
  "@datatype": "GMetaResult";
  "@version": string;
  /** The subject. */
  subject: string;
  /** The entries. */
  entries: SearchEntry<Entry>[];
}

/** An entry of an index. */
export interface SearchEntry<Entry = Json> {
  /** The content that was put into the index. */
  content: Entry;
  /** The id of the entry within the subject; null for the entry without an id. */
  entry_id: string | null;
  /** The names of the entry's principal sets of which this identity is a member. */
  matched_principal_sets: string[];
}

/** The result of a facet. */
export type SearchFacetResult = BucketFacetResult | MetricFacetResult | ApproximateMetricFacetResult;

/** The result of a facet with buckets: values or intervals. */
export interface BucketFacetResult {
  "@datatype"?: "GFacetResult" | (string & {});
  "@version"?: string;
  /** The name of the facet. */
  name: string;
  /** The buckets. */
  buckets: SearchBucket[];
}

/** The result of a facet with a sum or an average. */
export interface MetricFacetResult {
  "@datatype"?: "GFacetResult" | (string & {});
  "@version"?: string;
  /** The name of the facet. */
  name: string;
  /** The sum or average. */
  value: number;
}

/** The result of a facet with a number of distinct values. */
export interface ApproximateMetricFacetResult {
  "@datatype"?: "GFacetResult" | (string & {});
  "@version"?: string;
  /** The name of the facet. */
  name: string;
  /** The approximate number. */
  approximate_value: number;
}

/** A value or an interval, with its count. */
export interface SearchBucket {
  "@datatype"?: "GBucket" | (string & {});
  "@version"?: string;
  /** The value. For an interval: its bounds. */
  value: SearchValue | { from?: string | number; to?: string | number };
  /** The number of occurrences. */
  count: number;
}

// ---- Changes ----

/**
 * Entries to put into an index. `ingest_type` distinguishes the forms: one entry, or a list of at most 10 MB.
 *
 * https://docs.globus.org/api/search/reference/ingest/
 */
export type IngestDocument<Content = Json> = IngestEntryDocument<Content> | IngestListDocument<Content>;

/** The fields of both forms of `IngestDocument`. */
export interface IngestDocumentBase {
  "@version"?: "2017-09-01" | (string & {}) | undefined;
  /**
   * The types of fields that Globus Search cannot detect from their values, by field. A dot selects a field of an
   * object.
   */
  field_mapping?: Record<string, "geo_point" | "geo_shape"> | undefined;
}

/** One entry to put into an index. */
export interface IngestEntryDocument<Content = Json> extends IngestDocumentBase {
  ingest_type: "GMetaEntry";
  /** The entry. */
  ingest_data: GMetaEntry<Content>;
}

/** A list of entries to put into an index. */
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

/** An entry to put into an index. */
export interface GMetaEntry<Content = Json> {
  "@datatype"?: "GMetaEntry" | undefined;
  "@version"?: "2017-09-01" | (string & {}) | undefined;
  /** The subject: a URL or another unique text. */
  subject: string;
  /** The id of the entry within the subject. */
  id?: string | null | undefined;
  /** The content to search in. */
  content: Content;
  /**
   * The principals that see the entry: `"public"`, `"all_authenticated_users"`, or principals such as
   * `"urn:globus:auth:identity:<id>"` and `"urn:globus:groups:id:<id>"`.
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

/** A change that Globus Search accepted and makes in a task: see `getTask`. */
export interface SearchTaskSubmission {
  /** The task: a UUID. */
  task_id: string;
  /** Whether Globus Search accepted the change. */
  acknowledged?: boolean;
}

/** A task that changes an index. */
export interface SearchTask {
  /** The id: a UUID. */
  task_id: string;
  /** The index: a UUID. */
  index_id: string;
  /** The type of the change. */
  task_type?: string;
  /** The state. `"SUCCESS"` and `"FAILED"` are final. */
  state: "CREATING" | "PENDING" | "PROGRESS" | "SUCCESS" | "FAILED" | (string & {});
  /** The state, as a text for people. */
  state_description: string;
  /** When it was created: ISO 8601, UTC. */
  creation_date: string;
  /** When it ended: ISO 8601, UTC. */
  completion_date: string | null;
  /** A message about the task, for instance an error. */
  message: string | null;
  /** Details. */
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

/**
 * A role on an index. A writer changes entries, an administrator also changes roles, and the owner may do everything.
 */
export type SearchRoleName = "owner" | "admin" | "writer";

/** A role to assign. */
export interface CreateSearchRoleDocument {
  /** The role. */
  role_name: SearchRoleName;
  /** The principal that gets the role: `"urn:globus:auth:identity:<id>"` or `"urn:globus:groups:id:<id>"`. */
  principal: string;
}

/** The role of a principal on an index. */
export interface SearchRole {
  /** The id. */
  id: string;
  /** The index: a UUID. */
  index_id: string;
  /** The role. */
  role_name: SearchRoleName;
  /** The principal that has the role. */
  principal: string;
  /** The type of the principal. */
  principal_type: "identity" | "group";
  /** When the role was assigned: `YYYY-MM-DD hh:mm:ss`, UTC. */
  creation_date: string;
}

/** The roles on an index. */
export interface SearchRoleList {
  /** The roles. */
  role_list: SearchRole[];
}

/** A role that was removed. */
export interface DeletedSearchRole {
  /** The role. */
  deleted: SearchRole;
  /** Whether the role was removed. */
  success: boolean;
}
