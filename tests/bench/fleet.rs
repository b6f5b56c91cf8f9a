//! A fleet of processes over one storage, simulated: the policy is the real one (`src/policy/lifecycle.rs`), compiled natively; time,
//! chance and the storage are the simulation's, so that every run prints the same. `cargo xtask bench fleet`
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
/// Each process calls a service so often.
const INTERVAL: f64 = 60.0 * SECOND;
/// Every process is restarted once a day, one after the other within this span of each day.
const ROLLING: f64 = 1_800.0 * SECOND;
/// And all within one second, once: a power cut.
const POWER_CUT: f64 = 7.3 * DAY;
/// From asking Globus Auth to having the token, and on to the storage.
const GRANT: f64 = 250.0;
const WRITE: f64 = 20.0;
/// Clocks are off by up to so much, either way.
const SKEW: f64 = 2.0 * SECOND;
/// What clocks say when the simulation begins, epoch ms.
const EPOCH: f64 = 1.8e12;

/// A storage that shows what was written only after a while, and loses some of it.
struct Storage {
    staleness: f64,
    loss: f64,
    /// When it was written, and the token's life by the true clock.
    writes: Vec<(f64, Validity)>,
}

impl Storage {
    fn read(&self, now: f64) -> Option<&Validity> {
        self.writes.iter().rev().find(|(at, _)| at + self.staleness <= now).map(|(_, life)| life)
    }

    /// Not over a younger one that can be seen.
    fn write(&mut self, now: f64, life: Validity, chance: f64) {
        if chance >= self.loss && self.read(now).is_none_or(|seen| seen.issued_at <= life.issued_at) {
            self.writes.push((now, life));
        }
    }
}

/// What a process does for its tokens.
#[derive(Clone, Copy, PartialEq)]
enum Policy {
    Ours,
    /// A token of its own for each process, renewed a minute before its end: what most libraries do.
    Naive,
}

struct Process {
    /// When it calls, within the interval.
    phase: f64,
    jitter: f64,
    /// Its clock less the simulation's time.
    skew: f64,
    held: Option<(Validity, Renewals)>,
    in_flight: bool,
    /// How often it was restarted: what comes for an earlier life is not its own.
    generation: u32,
}

#[derive(Clone, Copy)]
enum Event {
    Call,
    Restart,
    Granted { asked_at: f64 },
}

#[derive(Default)]
struct Outcome {
    grants: u32,
    /// Those of the first hour, when no storage can help: nobody has a token yet.
    at_start: u32,
    per_second: HashMap<u64, u32>,
    expired_sent: u32,
}

/// Time in whole microseconds, to be ordered; then the order of creation.
type Queue = BinaryHeap<Reverse<(u64, u64)>>;

struct Simulation {
    policy: Policy,
    storage: Storage,
    random: fastrand::Rng,
    processes: Vec<Process>,
    queue: Queue,
    events: Vec<(usize, u32, Event)>,
    outcome: Outcome,
}

#[allow(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    clippy::cast_precision_loss,
    reason = "times of a fortnight"
)]
impl Simulation {
    fn new(policy: Policy, staleness: f64, loss: f64) -> Self {
        let mut random = fastrand::Rng::with_seed(SEED);
        let processes = (0..PROCESSES).map(|_| Process {
            phase: random.f64() * INTERVAL,
            jitter: jitter([random.f64(), random.f64(), random.f64()]),
            skew: EPOCH + (random.f64() * 2.0 - 1.0) * SKEW,
            held: None,
            in_flight: false,
            generation: 0,
        });
        let processes = processes.collect();
        let storage = Storage { staleness, loss, writes: Vec::new() };
        let (queue, events, outcome) = (Queue::new(), Vec::new(), Outcome::default());
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

    fn run(mut self) -> Outcome {
        for number in 0..PROCESSES {
            let place = number as f64 / PROCESSES as f64;
            for day in 0..14 {
                self.schedule(f64::from(day) * DAY + place * ROLLING, number, Event::Restart);
            }
            self.schedule(POWER_CUT + place * SECOND, number, Event::Restart);
        }
        while let Some(Reverse((time, index))) = self.queue.pop() {
            let now = time as f64 / 1000.0;
            let Some((number, generation, event)) = self.events.get(index as usize).copied() else { continue };
            let Some(process) = self.processes.get_mut(number) else { continue };
            match event {
                Event::Restart => {
                    process.generation += 1;
                    process.held = None;
                    process.in_flight = false;
                    process.jitter = jitter([self.random.f64(), self.random.f64(), self.random.f64()]);
                    // It begins with a call.
                    process.phase = now % INTERVAL;
                    self.schedule(now + 1.0, number, Event::Call);
                }
                _ if process.generation != generation => {}
                Event::Call => self.call(now, number),
                Event::Granted { asked_at } => self.granted(now, number, asked_at),
            }
        }
        self.outcome
    }

    /// A process calls a service. Between this call and the next one scheduled its token is fresh, so that they need no look.
    fn call(&mut self, now: f64, number: usize) {
        let Some(process) = self.processes.get_mut(number) else { return };
        let (local, skew, jitter) = (now + process.skew, process.skew, process.jitter);
        let setbacks = GrantFailures::default();
        let held = process.held.as_ref().map(|(life, renewals)| (life, *renewals));
        let decision = match (self.policy, held) {
            (Policy::Ours, _) => {
                decide(&TokenState { now: local, held, in_flight: process.in_flight, setbacks: &setbacks })
            }
            (Policy::Naive, Some((life, _))) if local < life.expires_at - 60.0 * SECOND => Decision::Use,
            (Policy::Naive, _) if process.in_flight => Decision::Join,
            (Policy::Naive, _) => Decision::Begin,
        };
        if let (Some((life, _)), Decision::Use | Decision::Renew) = (held, decision)
            && local >= life.expires_at
        {
            self.outcome.expired_sent += 1;
        }
        let fresh_until = held.map_or(0.0, |(life, _)| match self.policy {
            Policy::Ours => life.fresh_until,
            Policy::Naive => life.expires_at - 60.0 * SECOND,
        });
        if matches!(decision, Decision::Renew | Decision::Begin) {
            if let Some((life, renewals)) = &mut process.held {
                *renewals = renewals.begin(life, local, 0.5);
            }
            // Before any grant the storage is read again. What it holds is by the true clock, which a process knows from
            // its first answer.
            let stored = self
                .storage
                .read(now)
                .map(|life| Validity::new(life.issued_at + skew, life.expires_at - life.issued_at, jitter));
            let held = process.held.map(|(life, _)| life);
            match stored
                .filter(|stored| self.policy == Policy::Ours && check_stored(stored, held.as_ref(), local).is_ok())
            {
                Some(stored) => {
                    process.held = Some((stored, Renewals::default()));
                    if local >= stored.expires_at {
                        self.outcome.expired_sent += 1;
                    }
                }
                None => {
                    process.in_flight = true;
                    self.schedule(now + GRANT, number, Event::Granted { asked_at: now });
                }
            }
        }
        let phase = self.processes.get(number).map_or(0.0, |process| process.phase);
        let earliest = (now + 1.0).max(fresh_until - skew);
        let next = ((earliest - phase) / INTERVAL).ceil() * INTERVAL + phase;
        self.schedule(next, number, Event::Call);
    }

    fn granted(&mut self, now: f64, number: usize, asked_at: f64) {
        self.outcome.grants += 1;
        self.outcome.at_start += u32::from(asked_at < 3_600.0 * SECOND);
        *self.outcome.per_second.entry((asked_at / SECOND) as u64).or_default() += 1;
        let Some(process) = self.processes.get_mut(number) else { return };
        process.in_flight = false;
        process.held = Some((Validity::new(asked_at + process.skew, LIFETIME, process.jitter), Renewals::default()));
        if self.policy == Policy::Ours {
            let chance = self.random.f64();
            self.storage.write(now + WRITE, Validity::new(asked_at, LIFETIME, 0.0), chance);
        }
    }
}

fn main() {
    println!("{PROCESSES} processes, 14 days, tokens of 48 hours, a call a minute each, clocks off by up to 2 s;");
    println!("each restarted once a day within half an hour, all of them in one second on day 8; seed {SEED}\n");
    println!(
        "| policy | storage | grants | of these in the first hour | then per token lifetime | in the peak second | expired tokens sent |"
    );
    println!("|---|---|---:|---:|---:|---:|---:|");
    let mut expired = 0;
    for (name, policy, storage, staleness, loss) in [
        ("ours", Policy::Ours, "at once", 0.0, 0.0),
        ("ours", Policy::Ours, "at once, 10 % of writes lost", 0.0, 0.1),
        ("ours", Policy::Ours, "60 s stale", 60.0 * SECOND, 0.0),
        ("ours", Policy::Ours, "60 s stale, 10 % of writes lost", 60.0 * SECOND, 0.1),
        ("naive", Policy::Naive, "none", 0.0, 0.0),
    ] {
        let Outcome { grants, at_start, per_second, expired_sent } = Simulation::new(policy, staleness, loss).run();
        let peak = per_second.values().max().copied().unwrap_or_default();
        let per_lifetime = f64::from(grants - at_start) / (DURATION / LIFETIME);
        println!("| {name} | {storage} | {grants} | {at_start} | {per_lifetime:.1} | {peak} | {expired_sent} |");
        if policy == Policy::Ours {
            expired += expired_sent;
        }
    }
    if expired > 0 {
        println!("\nours has sent tokens that had expired");
        std::process::exit(1);
    }
}
