// Type tests of errors and of the types for `error.body`. Nothing here is run.

import {
  GlobusApiError,
  type GlobusAuthError,
  type GlobusTimeoutError,
  type AdviceStep,
  type AdviceWho,
  type GlobusError,
  type AuthErrorBody,
  type ComputeErrorBody,
  type FlowsErrorBody,
  type GcsErrorBody,
  type GroupsErrorBody,
  type SearchErrorBody,
  type ServiceErrorBody,
  type TimersErrorBody,
  type TransferErrorBody,
} from "globus-service-account";
import { makeError } from "globus-service-account/testing";

/** A user's subclass. */
export class QuotaError extends GlobusApiError {
  constructor(cause: unknown) {
    super("no room left", { code: "limit_exceeded", cause, project: "x" });
  }
}

/** Reads the steps of the advice, and the fields that locate the failure. */
export function steps(error: GlobusError) {
  const all: readonly AdviceStep[] = error.steps;
  const otherActors: AdviceWho[] = all.map(({ who }) => who).filter((who) => who !== "you");
  // @ts-expect-error no such actor
  const unknownActor: AdviceWho = "colleague";
  const commands: string[] = all.flatMap(({ command, url }) => command ?? url ?? []);
  const status: string | undefined = error.task?.status ?? error.run?.status;
  return [otherActors, unknownActor, commands, status, error.method, error.url];
}

export function bodies(error: unknown) {
  if (!(error instanceof GlobusApiError)) return undefined;
  const any = error.body as ServiceErrorBody;

  const auth = error.body as AuthErrorBody;
  const scopes: string[] | undefined = "errors" in auth ? auth.errors[0]?.unapproved_scopes : undefined;

  const transfer = error.body as TransferErrorBody;
  const resource: string | undefined = "resource" in transfer ? transfer.resource : undefined;

  const groups = error.body as GroupsErrorBody;
  const ambiguous: string[] | undefined = "code" in groups ? groups.ambiguous_identities : undefined;

  const { error_data } = error.body as SearchErrorBody;
  const cause = error_data && !Array.isArray(error_data) ? error_data.cause : undefined;

  const flows = error.body as FlowsErrorBody;
  const { detail } = flows.error;
  const locations = typeof detail === "string" ? [] : detail.map(({ loc }) => loc.join("."));

  const timers = error.body as TimersErrorBody;
  const first: string | undefined = "detail" in timers ? timers.detail[0]?.msg : timers.error.detail;

  const compute = error.body as ComputeErrorBody;
  const args = "error_args" in compute ? compute.error_args : [];

  const gcs = error.body as GcsErrorBody;
  if (gcs.detail && typeof gcs.detail === "object") {
    const gcsDetail = gcs.detail;
    if (gcsDetail.DATA_TYPE === "missing_required_role#1.0.0") return gcsDetail.roles?.map(({ role }) => role);
    // @ts-expect-error only `missing_required_role` has roles
    gcsDetail.roles;
  }
  // @ts-expect-error a body of Flows has no field of Search
  flows.error_data;
  return [any, scopes, resource, ambiguous, cause, locations, first, args];
}

/** Creates errors with `makeError`: the code decides the class. */
export function testErrors() {
  const missing: GlobusApiError = makeError({ code: "not_found", status: 404, service: "transfer", body: { code: "TaskNotFound", message: "x", request_id: "x", resource: "/task" } satisfies TransferErrorBody });
  const refused: GlobusAuthError = makeError({ code: "invalid_client", requestId: "x" });
  const late: GlobusTimeoutError = makeError({ code: "timeout" });
  // @ts-expect-error a status is a number
  makeError({ code: "not_found", status: "404" });
  // @ts-expect-error no such field
  makeError({ code: "not_found", colour: "red" });
  // @ts-expect-error the code is missing
  makeError({ status: 404 });
  return [missing, refused, late];
}
