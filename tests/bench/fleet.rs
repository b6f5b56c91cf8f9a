//! Simulates many processes that share one storage. The renewal policy is the real code (`src/policy/lifecycle.rs`),
//! compiled natively. Time, random numbers and the storage are simulated with a fixed seed, so every run prints the
//! same. `cargo xtask bench fleet`
#![allow(missing_docs, clippy::print_stdout, reason = "a program that prints a table")]

use globus_service_account::model::validity::Validity;
use globus_service_account::policy::lifecycle::{
    Decision, GrantFailures, Renewals, TokenState, check_stored, decide, jitter,
};
use std::cmp::Reverse;
use std::collections::{BinaryHeap, HashMap};

const SECOND: f64 = 1_000.0;
const DAY: f64 = 86_400.0 * SECOND;

const SEED: u64 = 2026;
const PROCESSES: usize = 10_000;
const DURATION: f64 = 14.0 * DAY;
const LIFETIME: f64 = 2.0 * DAY;
/// The time between two calls of a process, in ms.
const INTERVAL: f64 = 60.0 * SECOND;
/// Every process restarts once a day, one after the other within this time, in ms.
const ROLLING: f64 = 1_800.0 * SECOND;
/// The time of a power cut, in ms: all processes restart within one second.
const POWER_CUT: f64 = 7.3 * DAY;
/// The duration of a grant, and of the write to the storage that follows it, in ms.
const GRANT: f64 = 250.0;
const WRITE: f64 = 20.0;
/// The maximum error of a process's clock, in ms, in either direction.
const SKEW: f64 = 2.0 * SECOND;
/// The time at which the simulation begins, in ms since the epoch.
const EPOCH: f64 = 1.8e12;

/// A storage that returns a written token only after a delay, and loses some writes.
struct Storage {
    staleness: f64,
    loss: f64,
    /// The time of each write, and the lifetime of the token by the exact clock.
    writes: Vec<(f64, Validity)>,
}

impl Storage {
    fn read(&self, now: f64) -> Option<&Validity> {
        self.writes.iter().rev().find(|(at, _)| at + self.staleness <= now).map(|(_, validity)| validity)
    }

    /// Writes a token, unless a newer token is visible or the write is lost.
    fn write(&mut self, now: f64, validity: Validity, chance: f64) {
        if chance >= self.loss && self.read(now).is_none_or(|visible| visible.issued_at <= validity.issued_at) {
            self.writes.push((now, validity));
        }
    }
}

/// How a process gets and renews its tokens.
#[derive(Clone, Copy, PartialEq)]
enum Policy {
    Ours,
    /// Each process has its own token and renews it a minute before expiry, as most libraries do.
    Naive,
}

struct Process {
    /// The time of its calls within the interval, in ms.
    phase: f64,
    jitter: f64,
    /// The difference between its clock and the simulation's time, in ms.
    skew: f64,
    cached: Option<(Validity, Renewals)>,
    in_flight: bool,
    /// The number of restarts. Events of an earlier generation are ignored.
    generation: u32,
}

#[derive(Clone, Copy)]
enum Event {
    Call,
    Restart,
    Granted { requested_at: f64 },
}

#[derive(Default)]
struct Totals {
    grants: u32,
    /// Grants in the first hour, in which the storage is still empty for many processes.
    in_first_hour: u32,
    per_second: HashMap<u64, u32>,
    expired_sent: u32,
}

/// Time in whole microseconds, because a heap needs ordered numbers; then the order of creation.
type Queue = BinaryHeap<Reverse<(u64, u64)>>;

struct Simulation {
    policy: Policy,
    storage: Storage,
    random: fastrand::Rng,
    processes: Vec<Process>,
    queue: Queue,
    events: Vec<(usize, u32, Event)>,
    outcome: Totals,
}

#[allow(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    clippy::cast_precision_loss,
    reason = "times of two weeks fit"
)]
impl Simulation {
    fn new(policy: Policy, staleness: f64, loss: f64) -> Self {
        let mut random = fastrand::Rng::with_seed(SEED);
        let processes = (0..PROCESSES).map(|_| Process {
            phase: random.f64() * INTERVAL,
            jitter: jitter([random.f64(), random.f64(), random.f64()]),
            skew: EPOCH + (random.f64() * 2.0 - 1.0) * SKEW,
            cached: None,
            in_flight: false,
            generation: 0,
        });
        let processes = processes.collect();
        let storage = Storage { staleness, loss, writes: Vec::new() };
        let (queue, events, outcome) = (Queue::new(), Vec::new(), Totals::default());
        Self { policy, storage, random, processes, queue, events, outcome }
    }

    fn schedule(&mut self, at: f64, process: usize, event: Event) {
        if at < DURATION
            && let Some(generation) = self.processes.get(process).map(|process| process.generation)
        {
            self.queue.push(Reverse(((at * 1000.0) as u64, self.events.len() as u64)));
            self.events.push((process, generation, event));
        }
    }

    fn run(mut self) -> Totals {
        for number in 0..PROCESSES {
            let fraction = number as f64 / PROCESSES as f64;
            for day in 0..14 {
                self.schedule(f64::from(day) * DAY + fraction * ROLLING, number, Event::Restart);
            }
            self.schedule(POWER_CUT + fraction * SECOND, number, Event::Restart);
        }
        while let Some(Reverse((time, index))) = self.queue.pop() {
            let now = time as f64 / 1000.0;
            let Some((number, generation, event)) = self.events.get(index as usize).copied() else { continue };
            let Some(process) = self.processes.get_mut(number) else { continue };
            match event {
                Event::Restart => {
                    process.generation += 1;
                    process.cached = None;
                    process.in_flight = false;
                    process.jitter = jitter([self.random.f64(), self.random.f64(), self.random.f64()]);
                    // A process makes its first call at once.
                    process.phase = now % INTERVAL;
                    self.schedule(now + 1.0, number, Event::Call);
                }
                _ if process.generation != generation => {}
                Event::Call => self.call(now, number),
                Event::Granted { requested_at } => self.granted(now, number, requested_at),
            }
        }
        self.outcome
    }

    /// Simulates a call of a process to a service, and schedules the next call at which the token is no longer fresh.
    /// The calls between them would use the fresh token, so they are not simulated.
    fn call(&mut self, now: f64, number: usize) {
        let Some(process) = self.processes.get_mut(number) else { return };
        let (local, skew, jitter) = (now + process.skew, process.skew, process.jitter);
        let failures = GrantFailures::default();
        let cached = process.cached.as_ref().map(|(validity, renewals)| (validity, *renewals));
        let decision = match (self.policy, cached) {
            (Policy::Ours, _) => {
                decide(&TokenState { now: local, cached, in_flight: process.in_flight, failures: &failures })
            }
            (Policy::Naive, Some((validity, _))) if local < validity.expires_at - 60.0 * SECOND => Decision::Use,
            (Policy::Naive, _) if process.in_flight => Decision::Join,
            (Policy::Naive, _) => Decision::Begin,
        };
        if let (Some((validity, _)), Decision::Use | Decision::Renew) = (cached, decision)
            && local >= validity.expires_at
        {
            self.outcome.expired_sent += 1;
        }
        let fresh_until = cached.map_or(0.0, |(validity, _)| match self.policy {
            Policy::Ours => validity.fresh_until,
            Policy::Naive => validity.expires_at - 60.0 * SECOND,
        });
        if matches!(decision, Decision::Renew | Decision::Begin) {
            if let Some((validity, renewals)) = &mut process.cached {
                *renewals = renewals.begin(validity, local, 0.5);
            }
            // A process reads the storage again before every grant. Stored times are by the exact clock, which a
            // process knows from the first response of Globus Auth.
            let stored = self.storage.read(now).map(|validity| {
                Validity::new(validity.issued_at + skew, validity.expires_at - validity.issued_at, jitter)
            });
            let cached = process.cached.map(|(validity, _)| validity);
            match stored
                .filter(|stored| self.policy == Policy::Ours && check_stored(stored, cached.as_ref(), local).is_ok())
            {
                Some(stored) => {
                    process.cached = Some((stored, Renewals::default()));
                    if local >= stored.expires_at {
                        self.outcome.expired_sent += 1;
                    }
                }
                None => {
                    process.in_flight = true;
                    self.schedule(now + GRANT, number, Event::Granted { requested_at: now });
                }
            }
        }
        let phase = self.processes.get(number).map_or(0.0, |process| process.phase);
        let earliest = (now + 1.0).max(fresh_until - skew);
        let next = ((earliest - phase) / INTERVAL).ceil() * INTERVAL + phase;
        self.schedule(next, number, Event::Call);
    }

    fn granted(&mut self, now: f64, number: usize, requested_at: f64) {
        self.outcome.grants += 1;
        self.outcome.in_first_hour += u32::from(requested_at < 3_600.0 * SECOND);
        *self.outcome.per_second.entry((requested_at / SECOND) as u64).or_default() += 1;
        let Some(process) = self.processes.get_mut(number) else { return };
        process.in_flight = false;
        process.cached =
            Some((Validity::new(requested_at + process.skew, LIFETIME, process.jitter), Renewals::default()));
        if self.policy == Policy::Ours {
            let chance = self.random.f64();
            self.storage.write(now + WRITE, Validity::new(requested_at, LIFETIME, 0.0), chance);
        }
    }
}

fn main() {
    println!(
        "{PROCESSES} processes, 14 days, token lifetime 48 hours, one call per minute each, clock errors up to 2 s;"
    );
    println!("each restarts once a day within half an hour, and all restart within one second on day 8; seed {SEED}\n");
    println!(
        "| policy | storage | grants | of these in the first hour | then per token lifetime | in the peak second | expired tokens sent |"
    );
    println!("|---|---|---:|---:|---:|---:|---:|");
    let mut expired = 0;
    for (name, policy, storage, staleness, loss) in [
        ("this package", Policy::Ours, "no delay", 0.0, 0.0),
        ("this package", Policy::Ours, "no delay, 10 % of writes lost", 0.0, 0.1),
        ("this package", Policy::Ours, "60 s delay", 60.0 * SECOND, 0.0),
        ("this package", Policy::Ours, "60 s delay, 10 % of writes lost", 60.0 * SECOND, 0.1),
        ("naive", Policy::Naive, "none", 0.0, 0.0),
    ] {
        let Totals { grants, in_first_hour, per_second, expired_sent } = Simulation::new(policy, staleness, loss).run();
        let peak = per_second.values().max().copied().unwrap_or_default();
        let per_lifetime = f64::from(grants - in_first_hour) / (DURATION / LIFETIME);
        println!("| {name} | {storage} | {grants} | {in_first_hour} | {per_lifetime:.1} | {peak} | {expired_sent} |");
        if policy == Policy::Ours {
            expired += expired_sent;
        }
    }
    if expired > 0 {
        println!("\nthe package's policy sent expired tokens");
        std::process::exit(1);
    }
}
