// The test modules, one for each part of the package. A module registers tests; a test's name states one behaviour.
import options from "./options.mjs";
import environment from "./environment.mjs";
import grant from "./grant.mjs";
import granted from "./granted.mjs";
import targets from "./targets.mjs";
import lifecycle from "./lifecycle.mjs";
import outage from "./outage.mjs";
import storage from "./storage.mjs";
import storageLife from "./storage-life.mjs";
import storageClaims from "./storage-claims.mjs";
import storageRevoke from "./storage-revoke.mjs";
import storageFaults from "./storage-faults.mjs";
import consent from "./consent.mjs";
import account from "./account.mjs";
import listeners from "./listeners.mjs";
import objects from "./objects.mjs";
import credentials from "./credentials.mjs";
import calls from "./arguments.mjs";
import invalidArguments from "./invalid-arguments.mjs";
import requests from "./requests.mjs";
import unauthorized from "./unauthorized.mjs";
import retries from "./retries.mjs";
import bodies from "./bodies.mjs";
import endings from "./endings.mjs";
import errors from "./errors.mjs";
import madeErrors from "./made-errors.mjs";
import situations from "./situations.mjs";
import steps from "./steps.mjs";
import network from "./network.mjs";
import malformed from "./malformed.mjs";
import causes from "./causes.mjs";
import shapes from "./shapes.mjs";
import stacks from "./stacks.mjs";
import answers from "./answers.mjs";
import secrets from "./secrets.mjs";
import paged from "./paged.mjs";
import replies from "./replies.mjs";
import fetching from "./fetch.mjs";
import request from "./request.mjs";
import transfer from "./transfer.mjs";
import submissions from "./submissions.mjs";
import transferCalls from "./transfer-calls.mjs";
import tasks from "./tasks.mjs";
import waiting from "./waiting.mjs";
import walk from "./walk.mjs";
import sharing from "./sharing.mjs";
import healing from "./healing.mjs";
import scopes from "./scopes.mjs";
import guestCollections from "./guest-collections.mjs";
import firstHour from "./first-hour.mjs";
import doctor from "./doctor.mjs";
import scale from "./scale.mjs";
import auth from "./auth.mjs";
import groups from "./groups.mjs";
import search from "./search.mjs";
import flows from "./flows.mjs";
import timers from "./timers.mjs";
import collection from "./collection.mjs";
import collectionAnswers from "./collection-answers.mjs";
import collectionBodies from "./collection-bodies.mjs";
import compute from "./compute.mjs";
import gcs from "./gcs.mjs";
import aborts from "./aborts.mjs";
import conditions from "./conditions.mjs";
import context from "./context.mjs";
import frameworks from "./frameworks.mjs";
import events from "./events.mjs";
import hostile from "./hostile.mjs";
import fake from "./fake.mjs";
import fakeTime from "./fake-time.mjs";
import fakeRequests from "./fake-requests.mjs";
import fakeGcs from "./fake-gcs.mjs";
import fakeHttps from "./fake-https.mjs";
import fakeManager from "./fake-manager.mjs";
import fakeSharing from "./fake-sharing.mjs";
import fakeCompute from "./fake-compute.mjs";
import fakeFlows from "./fake-flows.mjs";
import fakeTimers from "./fake-timers.mjs";
import fakeAuth from "./fake-auth.mjs";
import fakeGroups from "./fake-groups.mjs";
import fakeSearch from "./fake-search.mjs";
import fakeServe from "./fake-serve.mjs";

export const modules = [
  options,
  environment,
  grant,
  granted,
  targets,
  lifecycle,
  outage,
  storage,
  storageLife,
  storageClaims,
  storageRevoke,
  storageFaults,
  consent,
  account,
  listeners,
  objects,
  credentials,
  calls,
  invalidArguments,
  requests,
  unauthorized,
  retries,
  bodies,
  endings,
  errors,
  madeErrors,
  situations,
  steps,
  network,
  malformed,
  causes,
  shapes,
  stacks,
  answers,
  secrets,
  paged,
  replies,
  fetching,
  request,
  transfer,
  submissions,
  transferCalls,
  tasks,
  waiting,
  walk,
  sharing,
  healing,
  scopes,
  guestCollections,
  firstHour,
  doctor,
  scale,
  auth,
  groups,
  search,
  flows,
  timers,
  collection,
  collectionAnswers,
  collectionBodies,
  compute,
  gcs,
  aborts,
  conditions,
  context,
  frameworks,
  events,
  hostile,
  fake,
  fakeTime,
  fakeRequests,
  fakeGcs,
  fakeHttps,
  fakeManager,
  fakeSharing,
  fakeCompute,
  fakeFlows,
  fakeTimers,
  fakeAuth,
  fakeGroups,
  fakeSearch,
  fakeServe,
];
