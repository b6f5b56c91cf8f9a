import { row } from "../calls.mjs";
import { EXTRA, FLOW, ID, ODD, OTHER, datetime, made, step } from "../values.mjs";

const JOB = "/jobs/{job_id}";
const byId = { few: { ids: [ID] }, all: { ids: [ODD] } };
const between = { source_endpoint: ID, destination_endpoint: OTHER };
const item = { source_path: "/a/", destination_path: "/b/" };
const transfer = made("TransferData", between, step("add_item", ["/a/", "/b/"]));
const unsubmitted = made("TransferData", { ...between, submission_id: ID }, step("add_item", ["/a/", "/b/"]));
const moment = "2030-01-01T00:00:00+00:00";
const recurring = { interval_seconds: 3600, start: moment, end: { condition: "iterations", iterations: 10 } };
const job = {
  callback_url: "https://actions.globus.org/transfer/transfer/run",
  callback_body: { body: { a: "ü" } },
  start: moment,
  interval: 3600,
};
const jobSettings = { name: "Nightly", stop_after_n: 5, scope: "urn:globus:auth:scope:x:all" };

/** @type {import("../calls.mjs").Group} */
export default {
  service: "timers",
  client: "TimersClient",
  title: "Timers",
  authorization: "Bearer",
  rows: [
    row("listJobs", "GET", "/jobs/", { few: {}, all: { extra: EXTRA } }),
    row("getJob", "GET", JOB, { few: { ids: [ID] }, all: { ids: [ODD], extra: EXTRA } }),
    row("createTimer", "POST", "/v2/timer", {
      few: {
        doc: { timer: { schedule: {}, body: { ...between, DATA: [item] } } },
        helper: made("TransferTimer", { schedule: made("OnceTimerSchedule", {}), body: transfer }),
      },
      all: {
        doc: { timer: { name: "Nightly ü", schedule: recurring, body: { ...between, DATA: [item] } } },
        helper: made("TransferTimer", {
          name: "Nightly ü",
          schedule: made("RecurringTimerSchedule", recurring),
          body: unsubmitted,
        }),
      },
      "once, at a time": {
        doc: { timer: { schedule: { datetime: moment }, body: { ...between, DATA: [item] } } },
        helper: made("TransferTimer", {
          schedule: made("OnceTimerSchedule", { datetime: datetime(moment) }),
          body: transfer,
        }),
      },
      "until a time": {
        doc: {
          timer: {
            schedule: { interval_seconds: 60, end: { condition: "time", datetime: moment } },
            body: { ...between, DATA: [item] },
          },
        },
        helper: made("TransferTimer", {
          schedule: made("RecurringTimerSchedule", {
            interval_seconds: 60,
            end: { condition: "time", datetime: datetime(moment) },
          }),
          body: transfer,
        }),
      },
      "a submission id in the transfer": {
        doc: { timer: { schedule: {}, body: { ...between, submission_id: ID, DATA: [item] } } },
        helper: made("TransferTimer", { schedule: made("OnceTimerSchedule", {}), body: unsubmitted }),
      },
      "a flow": {
        doc: { timer: { flow_id: FLOW, name: "Flow", schedule: recurring, body: { body: { a: 1 }, label: "x" } } },
        helper: made("FlowTimer", {
          flow_id: FLOW,
          name: "Flow",
          schedule: made("RecurringTimerSchedule", recurring),
          body: { body: { a: 1 }, label: "x" },
        }),
      },
      "a plain document": {
        doc: {
          timer: {
            timer_type: "flow",
            flow_id: FLOW,
            schedule: { type: "once", datetime: moment },
            body: { body: {} },
          },
        },
        args: [{ timer_type: "flow", flow_id: FLOW, schedule: { type: "once", datetime: moment }, body: { body: {} } }],
      },
    }),
    row("createJob", "POST", "/jobs/", {
      few: { doc: { ...job, interval: null }, helper: made("TimerJob", { ...job, interval: null }) },
      all: {
        doc: { ...job, ...jobSettings, stop_after: moment },
        helper: made("TimerJob", { ...job, ...jobSettings, start: datetime(moment), stop_after: datetime(moment) }),
      },
      "a plain document": { doc: { ...job, name: "Plain" } },
    }),
    row("updateJob", "PATCH", JOB, {
      few: { ids: [ID], doc: { name: "New" } },
      all: { ids: [ODD], doc: { name: "New", interval: 60, start: moment } },
    }),
    row("deleteJob", "DELETE", JOB, byId),
    row("pauseJob", "POST", `${JOB}/pause`, byId),
    row("resumeJob", "POST", `${JOB}/resume`, {
      few: { ids: [ID] },
      all: { ids: [ODD], fields: { update_credentials: true } },
      "the other switch": { ids: [ID], fields: { update_credentials: false } },
    }),
  ],
};
