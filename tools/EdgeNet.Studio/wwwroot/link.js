// The connection to the studio's server: requests with answers, and topics that it tells all pages about.

// The token is behind the # of the address, which browsers send to nobody; it is kept for the tab, so that the pages can use the # as well.
const token = (() => {
  const given = location.hash.slice(1);
  if (given.length > 20) {
    sessionStorage.setItem("token", given);
    history.replaceState(null, "", "#start");
  }
  return sessionStorage.getItem("token") ?? "";
})();

const waiting = new Map(); // id -> {resolve, reject}
const listeners = new Map(); // topic -> set of functions
const latest = new Map(); // topic -> what was said last
const secondsBetweenTries = [0.2, 0.5, 1, 2, 4];

let socket = null;
let lastId = 0;
let tries = 0;
let unsent = [];

/** Asks the server; an error that it names is thrown with its words. */
export function ask(name, body = {}) {
  return new Promise((resolve, reject) => {
    const id = ++lastId;
    waiting.set(id, { resolve, reject });
    const text = JSON.stringify({ id, do: name, with: body });
    if (socket?.readyState === WebSocket.OPEN) socket.send(text);
    else unsent.push(text);
  });
}

/** Calls a function with what is said of a topic, at once with what was said last. Returns what ends it. */
export function on(topic, listener) {
  if (!listeners.has(topic)) listeners.set(topic, new Set());
  listeners.get(topic).add(listener);
  if (latest.has(topic)) listener(latest.get(topic));
  return () => listeners.get(topic).delete(listener);
}

/** Fetches bytes: await (await fetchBytes("data.thumbnails?from=0")).arrayBuffer(). */
export async function fetchBytes(path, options = {}) {
  const response = await fetch("api/" + path, { ...options, headers: { ...options.headers, Authorization: "Bearer " + token } });
  if (response.ok) return response;
  const said = await response.json().catch(() => null);
  throw new Error(said?.error ?? `the studio answered ${response.status}`);
}

/** Sends bytes, and gives the answer. */
export const send = async (path, body, options = {}) => (await fetchBytes(path, { ...options, method: "POST", body })).json();

/** Lets the browser save what the server has. */
export async function save(path, name) {
  const url = URL.createObjectURL(await (await fetchBytes(path)).blob());
  const link = Object.assign(document.createElement("a"), { href: url, download: name });
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}

function say(topic, body) {
  latest.set(topic, body);
  for (const listener of listeners.get(topic) ?? []) listener(body);
}

function receive({ data }) {
  const message = JSON.parse(data);
  if (message.topic) {
    say(message.topic, message.body);
    return;
  }
  const asked = waiting.get(message.id);
  waiting.delete(message.id);
  if (message.error === undefined) asked?.resolve(message.ok);
  else asked?.reject(new Error(message.error));
}

function connect() {
  if (token === "") {
    say("link", "locked");
    return;
  }
  socket = new WebSocket(`ws://${location.host}/socket`, ["edgenet", token]);
  let opened = false;
  socket.onopen = () => {
    opened = true;
    tries = 0;
    say("link", "open");
    unsent.forEach(text => socket.send(text));
    unsent = [];
  };
  socket.onmessage = receive;
  socket.onclose = () => {
    // What was asked may or may not have been done: the topics will tell.
    waiting.forEach(({ reject }) => reject(new Error("the connection to the studio was lost")));
    waiting.clear();
    unsent = [];
    say("link", opened || tries < 3 ? "lost" : "gone");
    setTimeout(connect, 1000 * secondsBetweenTries[Math.min(tries++, secondsBetweenTries.length - 1)]);
  };
}

connect();
