// Type tests of Globus Timers: code that the declarations must accept or reject. Nothing here is run.

import { type CreateTimerDocument, ServiceAccount, type TimerJob } from "globus-service-account";

declare const account: ServiceAccount;
declare const signal: AbortSignal;
const { timers } = account;
const id = "5b3fa7d8-0b5c-4a0e-9d5d-2c1f1f1f0001";
const body = {
  source_endpoint: id,
  destination_endpoint: id,
  DATA: [{ source_path: "/a", destination_path: "/b", recursive: true }],
};

export async function creating() {
  const hourly: CreateTimerDocument = {
    timer: { name: "Hourly", schedule: { interval_seconds: 3600, end: { condition: "iterations", count: 3 } }, body },
  };
  const { timer } = await timers.createTimer(hourly, {}, { signal });
  const count: number = timer.timer_type === "transfer" ? timer.body.DATA.length : (timer.n_runs ?? 0);
  await timers.createTimer({ timer: { schedule: { datetime: new Date() }, body } });
  await timers.createTimer({ timer: { timer_type: "transfer", schedule: { type: "once" }, body } });
  await timers.createTimer({
    timer: { flow_id: id, schedule: { datetime: "2030-01-01T00:00:00Z" }, body: { body: { a: 1 }, tags: ["a"] } },
  });
  await timers.createTimer({
    timer: {
      flow_id: id,
      schedule: { interval_seconds: 60, end: { condition: "time", datetime: "2030-01-01T00:00:00Z" } },
      body: { body: {} },
    },
  });
  // @ts-expect-error the envelope is missing
  await timers.createTimer(hourly.timer);
  // @ts-expect-error the schedule is missing
  await timers.createTimer({ timer: { body } });
  // @ts-expect-error the count of an end by iterations is missing
  await timers.createTimer({ timer: { schedule: { interval_seconds: 60, end: { condition: "iterations" } }, body } });
  // @ts-expect-error the body of a flow's timer is that of a run
  await timers.createTimer({ timer: { flow_id: id, schedule: {}, body } });
  const schedule = timer.schedule.type === "recurring" ? timer.schedule.interval_seconds : timer.schedule.datetime;
  const job: TimerJob = await timers.createJob({
    callback_url: "https://actions.globus.org/hello_world/run",
    callback_body: { body: {} },
    start: "2030-01-01T00:00:00Z",
    interval: null,
    stop_after: { n_runs: 3 },
  });
  // @ts-expect-error the interval is missing
  await timers.createJob({ callback_url: "", callback_body: {}, start: "" });
  return [count, schedule, job];
}

export async function managing() {
  for await (const job of timers.listJobs({ filter_status: ["active", "inactive"], submitted_after: new Date(0) })) {
    if (job.inactive_reason?.cause === "globus_auth_requirements") {
      const scopes: string[] | null | undefined = job.inactive_reason.detail.authorization_parameters.required_scopes;
      console.log(scopes);
    }
    if (job.activity?.code === "run_in_progress") console.log(job.activity.duration_seconds.toFixed());
    console.log(job.results.data[0]?.data?.action_id, job.interval ?? job.next_run);
  }
  // @ts-expect-error misspelt parameter
  timers.listJobs({ filter_stati: "active" });
  // @ts-expect-error an option in place of the query
  timers.listJobs({ signal });
  const next: string | null = (await timers.getJob(id, { page_size: 10 })).results.page_next;
  const name: string | null = (await timers.updateJob(id, { name: "New" })).name;
  // @ts-expect-error misspelt member
  await timers.updateJob(id, { nmae: "New" });
  const messages: string[] = [
    (await timers.pauseJob(id)).message,
    (await timers.resumeJob(id)).message,
    (await timers.resumeJob(id, { update_credentials: true }, {}, { signal })).message,
  ];
  await timers.resumeJob(id, {}, { update_credentials: true });
  // @ts-expect-error misspelt parameter
  await timers.resumeJob(id, {}, { update_credential: true });
  // @ts-expect-error an option in place of the document
  await timers.resumeJob(id, { signal });
  const deleted: TimerJob = await timers.deleteJob(id);
  return [next, name, messages, deleted];
}
