// The suite runs thousands of turns of the event loop. Browsers delay deeply nested timers by at least 4 ms each
// (WHATWG HTML, "timer initialization steps"); messages of a MessageChannel have no such delay.
const { port1, port2 } = new MessageChannel();
const callbacks = [];
port1.onmessage = () => callbacks.shift()();
globalThis.setImmediate = (callback) => {
  callbacks.push(callback);
  port2.postMessage(undefined);
};
