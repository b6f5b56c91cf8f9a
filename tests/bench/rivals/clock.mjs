// A wall clock that an experiment can move forward. Timers and `performance.now()` stay real, because experiments
// measure with them.
const RealDate = Date;
let offsetMs = 0;

globalThis.Date = class Date extends RealDate {
  constructor(...args) {
    if (args.length === 0) super(RealDate.now() + offsetMs);
    else super(...args);
  }

  static now() {
    return RealDate.now() + offsetMs;
  }
};

export function moveForward(ms) {
  offsetMs += ms;
}

export function reset() {
  offsetMs = 0;
}
