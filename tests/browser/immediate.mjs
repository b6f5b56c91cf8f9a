// The suite lets pass what is ready, thousands of times. A browser makes timers that follow each other wait for 4 ms each.
const { port1, port2 } = new MessageChannel();
const waiting = [];
port1.onmessage = () => waiting.shift()();
globalThis.setImmediate = (callback) => {
  waiting.push(callback);
  port2.postMessage(undefined);
};
