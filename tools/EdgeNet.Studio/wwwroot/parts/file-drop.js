// Files and folders, dropped or chosen: sent one after the other, judged by the server.
import { html, useRef, useState } from "../vendor/preact.js";
import { ask, send } from "../link.js";
import { ErrorLine } from "./common.js";

const atMost = 20_000;

/** All files of what was dropped, with their paths. */
async function filesOf(items) {
  const found = [];
  const walk = async entry => {
    if (found.length >= atMost || entry.name.startsWith(".")) return;
    if (entry.isFile) {
      found.push({ path: entry.fullPath.slice(1), file: await new Promise((resolve, reject) => entry.file(resolve, reject)) });
      return;
    }
    const reader = entry.createReader();
    for (let some; (some = await new Promise((resolve, reject) => reader.readEntries(resolve, reject))).length > 0;) {
      for (const child of some) await walk(child);
    }
  };
  // The list is empty after the first wait.
  for (const entry of [...items].map(item => item.webkitGetAsEntry?.()).filter(Boolean)) await walk(entry);
  return found;
}

const isPicture = /\.(png|jpe?g|bmp|pgm|ppm)$/i, isIdx = /-(images|labels)[-.]idx[13]-ubyte(\.gz)?$/;

/** Sends a file; gives the data that it belongs to. */
async function keep(path, file, label, store) {
  if (path.includes("/") || !isPicture.test(path)) {
    // The four files of MNIST belong together.
    const name = path.includes("/") || !isIdx.test(path) ? path : `idx/${path}`;
    return (await send(`data.file?name=${encodeURIComponent(name)}`, file)).data;
  }
  if (!label) throw new Error(`${path}: type a label for single pictures first`);
  await send(`data.picture?label=${encodeURIComponent(label)}`, file);
  return store;
}

export function FileDrop({ label, overview }) {
  const [state, setState] = useState(null);
  const [over, setOver] = useState(false);
  const stopped = useRef(false);
  const add = async files => {
    stopped.current = false;
    const problems = [], data = new Set();
    let done = 0;
    for (const { path, file } of files) {
      if (stopped.current) break;
      setState({ done, all: files.length, problems, data: [...data], runs: true });
      try {
        data.add(await keep(path, file, label, overview.store));
      } catch (error) {
        problems.push(error.message);
      }
      done++;
    }
    setState({ done, all: files.length, problems, data: [...data], runs: false });
  };
  const drop = async event => {
    event.preventDefault();
    setOver(false);
    await add(await filesOf(event.dataTransfer.items));
  };
  const chosen = event => add([...event.target.files].map(file => ({ path: file.webkitRelativePath || file.name, file })));
  return html`
    <div class=${over ? "drop over" : "drop"} onDragOver=${event => { event.preventDefault(); setOver(true); }} onDragLeave=${() => setOver(false)} onDrop=${drop}>
      <p>Drop tables (CSV), pictures in a folder per class, MNIST files (IDX), WAV or JSON recordings here.</p>
      <div class="row">
        <label class="pick">Choose files <input type="file" multiple onChange=${chosen} /></label>
        <label class="pick">Choose a folder <input type="file" webkitdirectory onChange=${chosen} /></label>
      </div>
    </div>
    ${state && html`
      <div role="status">
        <p class="row">${state.runs ? html`<progress max=${state.all} value=${state.done} aria-label="Files sent"></progress>` : ""}
          <span>${state.done - state.problems.length} of ${state.all} kept</span>
          ${state.runs && html`<button type="button" onClick=${() => { stopped.current = true; }}>Stop</button>`}</p>
        ${!state.runs && state.data.map(d => html`<button type="button" onClick=${() => ask("data.choose", { data: d })}>Learn from ${d}</button>`)}
      </div>`}
    ${state?.problems.slice(0, 5).map(p => html`<${ErrorLine} text=${p} />`)}
    ${state?.problems.length > 5 && html`<p class="quiet">and ${state.problems.length - 5} more</p>`}`;
}
