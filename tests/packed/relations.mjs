// Tests `instanceof` between two copies of the package. Runs in Node and in a browser's page.

const CLASSES = "GlobusApiError GlobusAuthError GlobusConfigError GlobusNetworkError GlobusTimeoutError".split(" ");

/** Returns a description of each wrong result of `instanceof`, for errors and classes of both copies. */
export function faults(ours, theirs) {
  const wrongResults = [];
  const expect = (expected, value, type, description) => {
    if (value instanceof type !== expected) wrongResults.push(`${description}: not ${expected}`);
  };

  for (const [direction, from, to] of [["theirs in ours", theirs, ours], ["ours in theirs", ours, theirs], ["ours", ours, ours]]) {
    for (const name of ["GlobusError", ...CLASSES]) {
      const error = new from[name]("m");
      for (const otherName of ["GlobusError", ...CLASSES]) {
        expect(otherName === name || otherName === "GlobusError", error, to[otherName], `${direction}: ${name} in ${otherName}`);
      }
      expect(false, to[name].prototype, from.GlobusTimeoutError, `${direction}: a prototype of ${name}`);
      expect(false, structuredClone(error), to[name], `${direction}: a clone of ${name}`);
    }

    class Subclass extends from.GlobusApiError {}
    const error = new Subclass("m");
    expect(true, error, Subclass, `${direction}: a subclass's error in the subclass`);
    expect(true, error, to.GlobusApiError, `${direction}: a subclass's error in the base class`);
    expect(true, error, to.GlobusError, `${direction}: a subclass's error in GlobusError`);
    expect(false, error, to.GlobusAuthError, `${direction}: a subclass's error in another class`);
    expect(false, new to.GlobusApiError("m"), Subclass, `${direction}: an error of the base class in a subclass`);
    expect(false, new Subclass("m"), class Subclass extends to.GlobusApiError {}, `${direction}: two subclasses of one name`);
    // `instanceof` must not depend on the names of classes.
    const SameName = { GlobusAuthError: class GlobusAuthError extends from.GlobusApiError {} }.GlobusAuthError;
    expect(false, new SameName("m"), to.GlobusAuthError, `${direction}: a subclass with the name of a public class`);
    expect(false, new to.GlobusAuthError("m"), SameName, `${direction}: a public class's error in a subclass with its name`);
    expect(true, new SameName("m"), to.GlobusApiError, `${direction}: a subclass with such a name in the base class`);
  }

  const brand = Object.getOwnPropertySymbols(ours.GlobusError.prototype)[0];
  const foreignValues = [new Error("m"), new TypeError("m"), new DOMException("m"), {}, null, undefined, 5, "GlobusError", () => {}];
  for (const value of [...foreignValues, { [brand]: ["GlobusError"] }, { name: "GlobusError", [brand]: "GlobusError" }]) {
    for (const name of ["GlobusError", ...CLASSES]) expect(false, value, ours[name], `${String(value)} in ${name}`);
  }
  return wrongResults;
}
