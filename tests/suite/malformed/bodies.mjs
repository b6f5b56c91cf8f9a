// The bodies: a list of functions. Each creates its body anew, because a response can be read only once.
import { SHAPES } from "./shapes.mjs";
import { documentOf, valueOf } from "./values.mjs";

const encoder = new TextEncoder();

/** Returns random bytes, which are seldom valid UTF-8. */
const bytes = (random) => Uint8Array.from({ length: random.below(300) }, () => random.below(256));

/** Returns a function that creates a stream, which yields `text` in pieces of any size, then fails. */
function failingStream(text, random) {
  const parts = encoder.encode(text);
  const size = 1 + random.below(64);
  return () => {
    let offset = 0;
    return new ReadableStream({
      pull(controller) {
        if (offset >= parts.length) controller.error(new TypeError("gone"));
        else controller.enqueue(parts.slice(offset, (offset += size)));
      },
    });
  };
}

/** Returns a JSON text with one damage: characters removed, inserted or replaced, or a part of it twice. */
function damageText(text, random) {
  const offset = random.below(text.length);
  const [before, after] = [text.slice(0, offset), text.slice(offset)];
  return random.pick([
    before + after.slice(1 + random.below(8)),
    before + random.pick(['"', "{", "}", "[", "]", ",", ":", "\\", "\0", "é", "\u2028", "\ud800", "null", "1e999"]) + after,
    before + after.slice(0, random.below(40)) + after,
    `${text}${text}`,
    `\ufeff${text}`,
    `)]}',\n${text}`,
    text.replaceAll('"', "'"),
    text.replace(":", ""),
    text.toUpperCase(),
  ]);
}

/** Returns the text of an object with duplicate keys, which no JavaScript object can have. */
function duplicateKeys(random) {
  const members = Array.from({ length: 2 + random.below(6) }, () => {
    const name = random.pick(["code", "message", "error", "errors", "detail", "required_scopes", "__proto__"]);
    return `${JSON.stringify(name)}: ${JSON.stringify(valueOf(random, 2)) ?? "null"}`;
  });
  return `{${members.join(", ")}}`;
}

/** Returns a text of up to 60,000 nested levels. */
function deepText(random) {
  const levels = random.pick([17, 100, 1000, 8000, 60_000]);
  const [open, close] = random.pick([
    ["[", "]"],
    ['{"error":', "}"],
    ['{"errors":[', "]}"],
    ['{"detail":', "}"],
    ['{"authorization_parameters":', "}"],
  ]);
  return open.repeat(levels) + random.pick(["", "1", '"x"']) + (random.below(2) ? close.repeat(levels) : "");
}

/** Returns a text about as long as the limits of what an error keeps, or longer. */
function largeText(random) {
  const size = random.pick([5000, 60_000, 65_500, 65_536, 66_000, 74_000, 200_000]);
  const piece = random.pick(["x", "é", "\ud83d\ude00", "\u0000", "\\", '"', " ", "\u2028"]);
  const filler = piece.repeat(size / piece.length);
  return random.pick([
    filler,
    JSON.stringify({ code: "A", message: filler }),
    JSON.stringify({ code: filler, message: "m", request_id: filler }),
    JSON.stringify({ error: { code: "A", detail: filler } }),
    JSON.stringify({ code: "ConsentRequired", message: "m", required_scopes: [filler] }),
    JSON.stringify({ error: "dependent_consent_required", errors: [{ unapproved_scopes: filler.match(/.{1,100}/gs) }] }),
    JSON.stringify({ code: "A", message: "m", error_data: { recommended_resolution: filler, messages: { [filler]: [filler] } } }),
    JSON.stringify({ authorization_parameters: { session_message: filler }, code: "A", message: "m" }),
    JSON.stringify({ code: "PermissionDenied", message: `530-GridFTP-JSON-Result: {"detail": "${filler}` }),
  ]);
}

/** Returns a text with up to 100,000 small items in a list. */
function manyItems(random) {
  const count = random.pick([1000, 3000, 100_000]);
  const item = random.pick(["{}", "[]", "null", "1", '"x"', '{"code":"A"}', '{"detail":"d"}', '{"loc":["a",0],"msg":"m"}']);
  const name = random.pick(["errors", "detail", "required_scopes", "messages", "DATA"]);
  return `{"code": "A", "${name}": [${`${item},`.repeat(count)}null]}`;
}

const TEXTS = [
  "", " ", "\n", "null", "true", "5", "-0", "1e999", "NaN", '"text"', "[]", "[[]]", "{}", "{", "undefined",
  "<html><body>502 Bad Gateway</body></html>", '<?xml version="1.0"?><Error><Code>AccessDenied</Code></Error>',
  "upstream connect error or disconnect/reset before headers", "event: x\ndata: {}\n\n", "code=A&message=m", '{"a":1}\n{"b":2}',
  '{"code": "A", "message": "m",}', '{"code": "A" /* why */}', "{code: 'A'}", "\u0000\u0001\u0002", "\ufeff",
  '{"$ref": "#"}', '{"errors": [{"$ref": "#/errors"}]}', '{"error": {"error": {"error": {"$ref": "#/error"}}}}',
  '{"code": "\\ud800", "message": "\\udfff\\ud800"}', '{"__proto__": {"polluted": true, "code": "A"}}',
  '{"constructor": {"prototype": {"polluted": true}}, "code": "A"}', '{"toJSON": 5, "then": "x", "code": "A", "message": "m"}',
  '{"errors": [{"__proto__": {"polluted": true}}], "length": 1e308}',
];

/** Returns `count` bodies: first known shapes cut off at many lengths, then random bodies of each kind by its share. */
export function bodies(random, count) {
  const cuts = SHAPES.flatMap((shape) => {
    const text = JSON.stringify(shape);
    const step = Math.max(1, Math.floor((text.length * SHAPES.length) / (count / 3)));
    return Array.from({ length: Math.ceil(text.length / step) }, (_, index) => text.slice(0, index * step));
  });
  const shape = () => JSON.stringify(random.pick(SHAPES));
  const kinds = [
    [30, () => JSON.stringify(documentOf(random))],
    [12, () => damageText(shape(), random)],
    [6, () => random.pick(TEXTS)],
    [6, () => duplicateKeys(random)],
    [5, () => bytes(random)],
    [4, () => failingStream(shape(), random)],
    [1, () => deepText(random)],
    [1, () => largeText(random)],
    [1, () => manyItems(random)],
  ].flatMap(([share, make]) => Array.from({ length: share }, () => make));
  return Array.from({ length: count }, (_, index) => {
    const body = index < cuts.length ? cuts[index] : random.pick(kinds)();
    return typeof body === "function" ? body : () => body;
  });
}
