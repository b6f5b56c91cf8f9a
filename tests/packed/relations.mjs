// What `instanceof` says between two copies of the package. Runs in Node and in a browser's page.

const CLASSES = "GlobusApiError GlobusAuthError GlobusConfigError GlobusNetworkError GlobusTimeoutError".split(" ");

/** Everything in which `instanceof` is wrong, of the errors of one copy and the classes of the other. */
export function faults(ours, theirs) {
  const found = [];
  const expect = (expected, value, type, what) => {
    if (value instanceof type !== expected) found.push(`${what}: not ${expected}`);
  };

  for (const [direction, from, to] of [["theirs in ours", theirs, ours], ["ours in theirs", ours, theirs], ["ours", ours, ours]]) {
    for (const name of ["GlobusError", ...CLASSES]) {
      const error = new from[name]("m");
      for (const other of ["GlobusError", ...CLASSES]) {
        expect(other === name || other === "GlobusError", error, to[other], `${direction}: ${name} in ${other}`);
      }
      expect(false, to[name].prototype, from.GlobusTimeoutError, `${direction}: a prototype of ${name}`);
      expect(false, structuredClone(error), to[name], `${direction}: a clone of ${name}`);
    }

    class Own extends from.GlobusApiError {}
    const own = new Own("m");
    expect(true, own, Own, `${direction}: an own class`);
    expect(true, own, to.GlobusApiError, `${direction}: an own class in what it extends`);
    expect(true, own, to.GlobusError, `${direction}: an own class in GlobusError`);
    expect(false, own, to.GlobusAuthError, `${direction}: an own class in another`);
    expect(false, new to.GlobusApiError("m"), Own, `${direction}: what an own class extends`);
    expect(false, new Own("m"), class Own extends to.GlobusApiError {}, `${direction}: two own classes of one name`);
    // Names are not what it goes by.
    const Renamed = { GlobusAuthError: class GlobusAuthError extends from.GlobusApiError {} }.GlobusAuthError;
    expect(false, new Renamed("m"), to.GlobusAuthError, `${direction}: an own class with a name of ours`);
    expect(false, new to.GlobusAuthError("m"), Renamed, `${direction}: ours in an own class with its name`);
    expect(true, new Renamed("m"), to.GlobusApiError, `${direction}: an own class with a name of ours in what it extends`);
  }

  const brand = Object.getOwnPropertySymbols(ours.GlobusError.prototype)[0];
  const strangers = [new Error("m"), new TypeError("m"), new DOMException("m"), {}, null, undefined, 5, "GlobusError", () => {}];
  for (const stranger of [...strangers, { [brand]: ["GlobusError"] }, { name: "GlobusError", [brand]: "GlobusError" }]) {
    for (const name of ["GlobusError", ...CLASSES]) expect(false, stranger, ours[name], `${String(stranger)} in ${name}`);
  }
  return found;
}
