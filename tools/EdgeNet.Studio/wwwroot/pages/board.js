// A board beside the page: a virtual one in real time, or a real one on a serial line.
import { html, useEffect, useRef, useState } from "../vendor/preact.js";
import { ask } from "../link.js";
import { ErrorLine, useAction, useTopic, whole } from "../parts/common.js";
import { Surroundings } from "../parts/surroundings.js";

const milliseconds = microseconds => `${(microseconds / 1000).toFixed(microseconds < 10_000 ? 2 : 1)} ms`;

export function Board() {
  const state = useTopic("board");
  const model = useTopic("board.model");
  const delivery = useTopic("board.delivery");
  const [sample, setSample] = useState(null); // what was last put before the board
  useEffect(() => setSample(null), [model?.inputs]);
  if (!state) return null;
  return state.name === undefined ? html`<${Choose} />` : html`
    <div class="columns board">
      <div><${Face} state=${state} isVirtual=${model?.isVirtual} /></div>
      <div>
        ${model?.isVirtual && html`<${Surroundings} state=${state} model=${model} onSample=${setSample} />`}
        <${Log} lines=${state.log} />
      </div>
      <div>
        <${Models} state=${state} model=${model} delivery=${delivery} />
        ${model?.inputs && html`<${Compare} state=${state} model=${model} sample=${sample} />`}
      </div>
    </div>`;
}

function Choose() {
  const [ports, setPorts] = useState([]);
  const [port, setPort] = useState("");
  const [input, setInput] = useState("");
  const [learns, setLearns] = useState(false);
  const [run, problem, busy] = useAction(ask);
  const look = () => ask("board.ports").then(found => { setPorts(found); setPort(p => p || found[0] || ""); }, () => {});
  useEffect(() => void look(), []);
  return html`
    <div class="columns">
      <section class="card" aria-labelledby="virtual">
        <h2 id="virtual">A virtual board</h2>
        <p>It runs the same compiled app as a real ESP32, in real time, with the model of this project. You hold its sensor and its plug.</p>
        <button type="button" class="main" disabled=${busy} onClick=${() => run("board.start", { input: input || null, learns })}>Switch on a virtual board</button>
        <details>
          <summary>More choices</summary>
          <p><label>Readings from <select value=${input} onChange=${e => setInput(e.target.value)}>
            <option value="">what the model was made for</option>
            <option value="camera">a thermal camera, 8x8</option>
            <option value="motion">a motion sensor</option>
            <option value="feeder">the page: drawings and numbers</option>
          </select></label></p>
          <p><label><input type="checkbox" checked=${learns} onChange=${e => setLearns(e.target.checked)} /> the app learns by its button</label></p>
        </details>
      </section>
      <section class="card" aria-labelledby="real">
        <h2 id="real">A real board</h2>
        <p>An ESP32 with the EdgeNet app, its serial line connected to this computer.</p>
        <div class="row">
          <label>Port <input list="ports" value=${port} placeholder="/dev/ttyUSB1, COM4" onInput=${e => setPort(e.target.value)} /></label>
          <datalist id="ports">${ports.map(p => html`<option value=${p}></option>`)}</datalist>
          <button type="button" onClick=${look}>Look again</button>
          <button type="button" disabled=${busy || !port} onClick=${() => run("board.connect", { port })}>Connect</button>
        </div>
        <p class="quiet">${ports.length === 0 ? "No serial port was found." : `Found: ${ports.join(", ")}`}</p>
      </section>
    </div>
    <${ErrorLine} text=${problem} />`;
}

// Why there is no model that could answer, unless one was loaded since.
const noRoom = log => {
  const last = log.findLast(l => /model loaded|not enough memory|storage is full/.test(l.text));
  return last && !last.text.includes("model loaded") ? last.text : "";
};

function Face({ state, isVirtual }) {
  const [run, problem] = useAction(ask);
  const heap = state.heap;
  return html`
    <section class="card" aria-labelledby="face">
      <h2 id="face">${state.name}</h2>
      <${Picture} state=${state} />
      <p class="answer" role="status">${state.isOn ? state.answer ?? "unsure" : "off"}</p>
      ${state.isOn && !state.answer && html`<${ErrorLine} text=${noRoom(state.log)} />`}
      <p class="quiet">${state.last ? html`${state.last.label}, ${state.last.confidencePercent} % sure · ${milliseconds(state.last.microseconds)} per classification · number ${whole(state.last.number)}` : "no classification yet"}</p>
      ${heap && html`<label class="heap">Heap: ${whole(heap.usedBytes)} of ${whole(heap.bytes)} bytes in use, ${whole(heap.peakBytes)} at most
        <meter min="0" max=${heap.bytes} high=${0.9 * heap.bytes} value=${heap.peakBytes}></meter></label>`}
      <p class="quiet">${state.isOn ? `on for ${Math.floor(state.uptimeSeconds)} s` : ""}${state.behindSeconds > 0 ? ` · this computer was too slow by ${state.behindSeconds.toFixed(1)} s so far` : ""}</p>
      <${ErrorLine} text=${state.fault ?? problem} />
      <div class="row">
        ${isVirtual && html`
          <button type="button" onClick=${() => run(state.isOn ? "board.unplug" : "board.plug", {})}>${state.isOn ? "Pull the plug" : "Put the plug in"}</button>
          <button type="button" onClick=${() => run("board.sensor", { on: !state.hasSensor })}>${state.hasSensor ? "Take the sensor away" : "Bring the sensor back"}</button>
          ${state.hasButton && html`
            <button type="button" onClick=${() => run("board.press", { seconds: 0.2 })}>Press the button</button>
            <button type="button" onClick=${() => run("board.press", { seconds: 2.5 })}>Hold the button</button>`}`}
        <button type="button" onClick=${() => run("board.stop")}>Put the board away</button>
      </div>
    </section>`;
}

const Picture = ({ state }) => html`
  <svg class=${"esp" + (state.isLit ? " lit" : "") + (state.isOn ? "" : " off")} viewBox="0 0 300 130" role="img"
    aria-label=${`The board is ${state.isOn ? "on" : "off"}${state.isLit === null ? "" : state.isLit ? ", its LED is lit" : ", its LED is dark"}${state.hasSensor ? "" : ", its sensor is away"}`}>
    <rect class="pcb" x="40" y="15" width="170" height="100" rx="8" />
    ${[...Array(12).keys()].map(i => html`<circle class="pin" cx=${52 + 13 * i} cy="23" r="3" /><circle class="pin" cx=${52 + 13 * i} cy="107" r="3" />`)}
    <rect class="chip" x="100" y="38" width="72" height="54" rx="4" />
    <text class="name" x="136" y="69">ESP32</text>
    <rect class="usb" x=${state.isOn ? 28 : 40} y="52" width="16" height="26" rx="2" />
    <path class="cable" d=${state.isOn ? "M0 65 H28" : "M0 65 q8 22 16 34"} />
    <circle class="glow" cx="188" cy="50" r="20" />
    <circle class="led" cx="188" cy="50" r="6" />
    <rect class="key" x="181" y="78" width="14" height="14" rx="3" />
    <g class="sensor" transform=${state.hasSensor ? "" : "translate(22 18) rotate(8 260 65)"}>
      <path class="cable" d="M210 65 H235" />
      <rect class="pcb" x="235" y="42" width="52" height="46" rx="6" />
      <rect class="chip" x="248" y="52" width="26" height="26" rx="13" />
    </g>
  </svg>`;

const stages = {
  waitingForBoard: "The board has to confirm its present model first …",
  sending: "Sending …",
  waitingForConfirmation: "Sent. The board tries the model before it trusts it …",
};

function Models({ state, model, delivery }) {
  const [run, problem] = useAction(ask);
  const [label, setLabel] = useState("");
  const [record, recordProblem, recording] = useAction(async () => {
    const done = await ask("board.record", { label, count: 50 });
    setRecorded(`${done.recorded} readings of “${label}” are in ${done.file}`);
  });
  const [recorded, setRecorded] = useState("");
  const busy = delivery?.stage !== undefined;
  return html`
    <section class="card" aria-labelledby="models">
      <h2 id="models">Models in its flash</h2>
      <table>
        <thead><tr><th>slot</th><th>model</th><th class="number">bytes</th><th></th></tr></thead>
        <tbody>${state.stored.map(s => html`<tr><td>${s.slot}</td><td>${s.isWhole ? s.name : "a part of a model"}</td><td class="number">${whole(s.bytes)}</td><td>${s.isRunning ? "running" : ""}</td></tr>`)}</tbody>
      </table>
      <div class="row">
        <button type="button" class="main" disabled=${busy} onClick=${() => run("board.send")}>Deploy the project's model</button>
        ${busy && html`<button type="button" onClick=${() => run("board.cancel")}>Stop</button>`}
        ${model?.isVirtual && html`<button type="button" aria-pressed=${state.unplugsAtNextWrite} disabled=${!state.isOn}
          onClick=${() => (state.unplugsAtNextWrite ? run("board.stay") : run("board.unplug", { atWrite: true }))}>Pull the plug in the next write</button>`}
      </div>
      <p class="warn" role="status">${state.unplugsAtNextWrite ? "The plug is pulled in the middle of the next write; press again to leave it in." : ""}</p>
      ${busy && html`<label>${state.isOn ? stages[delivery.stage] : "Waiting for power: put the plug in …"} <progress max=${delivery.total} value=${delivery.stage === "waitingForBoard" ? 0 : delivery.bytes}></progress></label>`}
      <p class="good" role="status">${delivery?.done ? `The board runs the new model (${whole(delivery.total)} bytes) and has confirmed it.` : ""}</p>
      <${ErrorLine} text=${delivery?.problem ?? problem} />
      <details>
        <summary>Record its readings</summary>
        <div class="row">
          <label>Label <input value=${label} onInput=${e => setLabel(e.target.value)} /></label>
          <button type="button" disabled=${!label || recording} onClick=${record}>${recording ? "Recording …" : "Record 50 readings"}</button>
        </div>
        <p role="status">${recorded}</p>
        <${ErrorLine} text=${recordProblem} />
      </details>
    </section>`;
}

function Compare({ state, model, sample }) {
  const [answer, setAnswer] = useState(null);
  const [compare, problem, busy] = useAction(async () => setAnswer(await ask("board.classify", { values: sample ?? Array(model.inputs).fill(0) })));
  const told = useTopic("board.comparison");
  const [compareMany, manyProblem, many] = useAction(() => ask("board.compare", { count: 300 }));
  return html`
    <section class="card" aria-labelledby="compare">
      <h2 id="compare">The same as on this computer?</h2>
      <p>The board is sent a sample over its serial line and answers with all its logits; this computer computes them too.</p>
      <div class="row">
        <button type="button" disabled=${busy || many || !state.isOn} onClick=${compare}>Compare logits</button>
        <button type="button" disabled=${busy || many || !state.isOn} onClick=${compareMany}>Compare 300 samples of the data</button>
      </div>
      ${many && html`<progress max=${told?.wanted ?? 300} value=${told?.samples ?? 0} aria-label="Samples compared"></progress>`}
      <p role="status" class=${told?.equal === told?.samples ? "good" : "error"}>${told?.samples ? `${whole(told.equal)} of ${whole(told.samples)} samples have equal logits` : ""}</p>
      ${answer && html`
        <p role="status" class=${answer.equal ? "good" : "error"}>${answer.equal ? `All ${answer.logits.length} logits are equal` : "Logits differ"} · ${answer.label}, ${answer.confidencePercent} % · ${milliseconds(answer.microseconds)}</p>
        <div class="scroll"><table>
          <thead><tr><th>label</th><th class="number">board</th><th class="number">here</th></tr></thead>
          <tbody>${answer.logits.map((l, i) => html`<tr><td>${model.labels[i] ?? i}</td><td class="number">${whole(l)}</td><td class="number">${whole(answer.desktop[i])}</td></tr>`)}</tbody>
        </table></div>`}
      <${ErrorLine} text=${problem || manyProblem} />
    </section>`;
}

function Log({ lines }) {
  const box = useRef(null);
  const last = lines.at(-1)?.number;
  useEffect(() => {
    box.current.scrollTop = box.current.scrollHeight;
  }, [last]);
  return html`
    <section class="card" aria-labelledby="log">
      <h2 id="log">What its app prints</h2>
      <pre class="log" ref=${box} tabindex="0" aria-label="Log of the board">${lines.map(l => `${l.seconds.toFixed(1).padStart(7)} s  ${l.text}\n`).join("")}</pre>
    </section>`;
}
