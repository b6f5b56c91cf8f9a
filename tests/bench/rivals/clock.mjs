// A wall clock that can be moved forward. Timers and `performance.now()` stay real: they measure.
const RealDate = Date;
let ahead = 0;

globalThis.Date = class Date extends RealDate {
  constructor(...args) {
    if (args.length === 0) super(RealDate.now() + ahead);
    else super(...args);
  }

  static now() {
    return RealDate.now() + ahead;
  }
};

export function forward(ms) {
  ahead += ms;
}

export function backToNow() {
  ahead = 0;
}
