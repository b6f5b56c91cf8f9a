// Type tests of Globus Flows: code that the declarations must accept or reject. Nothing here is run.

import {
  type Flow,
  type FlowDefinition,
  type FlowDocument,
  type FlowList,
  type FlowRun,
  type Json,
  type Paged,
  ServiceAccount,
  type WebInput,
} from "globus-service-account";

declare const account: ServiceAccount;
declare const signal: AbortSignal;
declare const maybeText: string | undefined;
const { flows } = account;
const id = "5b3fa7d8-0b5c-4a0e-9d5d-2c1f1f1f0001";
const group = `urn:globus:groups:id:${id}` as const;

const definition: FlowDefinition = {
  StartAt: "Copy",
  States: {
    Copy: {
      Type: "Action",
      ActionUrl: "https://actions.globus.org/transfer/transfer",
      Parameters: { "source_endpoint_id.$": "$.source", transfer_items: [{ source_path: "/a", recursive: true }] },
      Catch: [{ ErrorEquals: ["States.ALL"], Next: "Wait" }],
      Next: "Wait",
    },
    Wait: { Type: "Wait", Seconds: 5, Next: "Choose" },
    Choose: { Type: "Choice", Choices: [{ Variable: "$.a", StringEquals: "b", Next: "New" }], Default: "New" },
    // Types of states that are not declared are accepted: the language may have more.
    New: { Type: "SomethingNew", Anything: { goes: [1, null] }, End: true },
  },
};

/** A definition with the types that TypeScript infers for a JSON file. */
const loose = { StartAt: "A", States: { A: { Type: "Pass" as string, Parameters: { a: [1] }, End: true } } };

export async function writing() {
  const document: FlowDocument = {
    title: "Copy",
    definition,
    input_schema: { type: "object", additionalProperties: false },
    flow_viewers: ["public", group],
    flow_starters: ["all_authenticated_users"],
    subscription_id: null,
    description: maybeText,
  };
  const flow = await flows.createFlow(document, {}, { signal });
  const owner: string = flow.flow_owner;
  const title: string = (await flows.updateFlow(flow.id, { title: "New", subscription_id: "DEFAULT" })).title;
  const deleted: string = (await flows.deleteFlow(flow.id)).deleted_at;
  const scopes: string[] | undefined = (await flows.validateFlow({ definition })).scopes.User;
  await flows.validateFlow({ definition: loose, input_schema: { type: "object" } });
  const role: string = (await flows.getFlow(flow.id, {}, { signal })).user_role;
  // @ts-expect-error the title is missing
  await flows.createFlow({ definition, input_schema: {} });
  // @ts-expect-error the first state is missing
  await flows.validateFlow({ definition: { States: {} } });
  // @ts-expect-error misspelt member
  await flows.updateFlow(flow.id, { titel: "New" });
  // @ts-expect-error an id is text
  await flows.getFlow(7);
  return [owner, title, deleted, scopes, role];
}

export async function reading() {
  const list: Paged<FlowList, Flow> = flows.listFlows({
    filter_roles: ["flow_owner", "run_manager"],
    orderby: ["title ASC"],
  });
  for await (const flow of list) {
    const first: string | undefined = flow.definition?.StartAt;
    const schema: Json | undefined = flow.input_schema?.type;
    console.log(first, schema, flow.keywords.join());
  }
  const marker: string | null | undefined = (await list).marker;
  // @ts-expect-error misspelt parameter
  flows.listFlows({ filter_role: "flow_owner" });
  // @ts-expect-error an option in place of the query
  flows.listFlows({ signal });
  // @ts-expect-error Globus does not document a list of titles
  flows.listFlows({ filter_title: ["a", "b"] });
  // @ts-expect-error an order is text
  flows.listRuns({ orderby: 7 });
  const labels: string[] = [];
  for await (const run of flows.listRuns({ filter_flow_id: id, filter_status: ["ACTIVE", "INACTIVE"] })) {
    if (run.status === "INACTIVE") labels.push(...(run.details?.authorization_parameters?.required_scopes ?? []));
  }
  // @ts-expect-error no such status
  flows.listRuns({ filter_status: "DONE" });
  const run = await flows.getRun(id, { include_flow_description: true });
  const flowTitle: string | undefined = run.flow_description?.title;
  for await (const entry of flows.getRunLogs(id, { limit: 100, reverse_order: true })) {
    const state: string | undefined = entry.details.state_name;
    console.log(entry.time, entry.code, state);
  }
  const startAt: string = (await flows.getRunDefinition(id)).definition.StartAt;
  return [marker, labels, flowTitle, startAt];
}

export async function running() {
  interface Input {
    source: string;
    count: number;
  }
  const run: FlowRun = await flows.runFlow<Input>(id, { body: { source: "/a", count: 1 }, label: "Run", tags: ["a"] });
  await flows.runFlow(id, { body: { anything: [1, { a: null }] } }, {}, { signal });
  await flows.runFlow(id, { body: { a: "b" }, activity_notification_policy: { status: ["FAILED"] } });
  // @ts-expect-error a member of the input is missing
  await flows.runFlow<Input>(id, { body: { source: "/a" } });
  // @ts-expect-error the input is missing
  await flows.runFlow(id, { label: "Run" });
  // @ts-expect-error an option in place of the query
  await flows.runFlow(id, { body: {} }, { signal });
  // @ts-expect-error no such status
  await flows.validateRun(id, { body: {}, activity_notification_policy: { status: ["DONE"] } });
  const message: string = (await flows.validateRun<Input>(id, { body: { source: "/a", count: 1 } })).message;
  const resumed: FlowRun = await flows.resumeRun(id, run.run_id, {}, { signal });
  // @ts-expect-error the run is missing
  await flows.resumeRun(id);
  await flows.updateRun(id, { label: "New", run_managers: [group] });
  const canceled: FlowRun = await flows.cancelRun(id);
  const deleted: FlowRun = await flows.deleteRun(id);
  return [message, resumed, canceled, deleted];
}

export async function inputs() {
  for await (const api of flows.listRegisteredApis({ filter_roles: "owner", per_page: 10 })) {
    const { target, data_templates, roles } = await flows.getRegisteredApi(api.id);
    console.log(target.destination.url, data_templates.response["2XX"]?.type, roles.owners[0]);
  }
  for await (const summary of flows.listWebInputs({ filter_states: "open", orderby: "created_timestamp DESC" })) {
    const input: WebInput = await flows.getWebInput(summary.id);
    const { context } = input;
    const question: string = context.presentation_style === "table" ? (context.rows[0]?.value ?? "") : context.text;
    console.log(question, summary.title);
    const status: string = (
      await flows.respondToWebInput(input.id, { response: { value: input.options[0]?.option_id ?? "" } })
    ).status;
    console.log(status);
  }
  // @ts-expect-error the envelope is missing
  await flows.respondToWebInput(id, { value: "a" });
}
