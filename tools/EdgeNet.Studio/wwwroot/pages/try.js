// The network of integers answers what is drawn, shown or set, while one does it. The server computes; the page only shows.
import { html, useEffect, useRef, useState } from "../vendor/preact.js";
import { ask, send } from "../link.js";
import { Canvas, ErrorLine, useAction } from "../parts/common.js";
import { kept, toPicture, useSheet } from "../parts/drawing.js";
import { Curves, View, figure } from "../parts/sample.js";
import { side, useCamera } from "../parts/webcam.js";

const betweenPictures = 120; // milliseconds, of the camera

// One question at a time; of those that come meanwhile only the latest is asked.
function useLatest(answered, failed) {
  const state = useRef({ busy: false, next: null });
  return function put(question) {
    const s = state.current;
    s.next = question;
    if (s.busy) return;
    s.busy = true;
    (async () => {
      while (s.next) {
        const now = s.next;
        s.next = null;
        try {
          answered(await now());
          failed("");
        } catch (error) {
          failed(error.message);
        }
      }
      s.busy = false;
    })();
  };
}

export function Try() {
  const [model, setModel] = useState(null);
  const [answer, setAnswer] = useState(null);
  const [sample, setSample] = useState(null);
  const [wrong, setWrong] = useState("");
  const [open, problem, busy] = useAction(async again => {
    setAnswer(null);
    setSample(null);
    setModel(await ask("try.open", { again }));
  });
  useEffect(() => void open(false), []);
  const put = useLatest(said => {
    setSample(said.answer ? said : null);
    setAnswer(said.answer ?? said);
  }, setWrong);
  const input = { picture: Pictures, values: Values, recording: Recordings };
  return html`
    <div class="columns try">
      <section class="card" aria-labelledby="tried">
        <div class="row"><h2 id="tried">${model ? { picture: "Draw or show something", values: "Set the inputs", recording: "Play a recording" }[model.kind] : "Try the model"}</h2>
          ${problem && html`<button type="button" disabled=${busy} onClick=${() => open(true)}>Try again</button>`}</div>
        <${ErrorLine} text=${problem} />
        ${model && html`<${input[model.kind]} model=${model} put=${put} sample=${sample} />`}
        ${model?.kind !== "recording" && model?.samples > 0 && html`<${Samples} model=${model} put=${put} sample=${sample} />`}
      </section>
      ${model && html`
        <section class="card" aria-labelledby="answer">
          <h2 id="answer">Answer</h2>
          <${ErrorLine} text=${wrong} />
          ${answer ? html`<${Answer} model=${model} answer=${answer} expected=${sample?.expected} />` : html`<p class="quiet">The network of integers, as on a board, answers while you do.</p>`}
        </section>`}
    </div>`;
}

function Answer({ model, answer, expected }) {
  const isNumber = model.task === "regression";
  const order = model.labels.map((_, i) => i).sort((a, b) => (isNumber ? a - b : answer.values[b] - answer.values[a])).slice(0, 12).sort((a, b) => a - b);
  return html`
    <p class="says" role="status">${answer.unsure ? "unsure: " : ""}<strong>${isNumber ? figure(answer.values[0]) : model.task === "multiLabel" ? (model.labels.filter((_, i) => answer.on[i]).join(", ") || "no") : answer.label}</strong>
      ${" "}<span class="quiet">${isNumber ? model.labels[0] : model.task === "anomaly" ? `score ${figure(answer.score)}` : `${answer.confidence} %`}</span></p>
    ${expected !== undefined && html`<p class="quiet">the data say: <strong>${expected}</strong></p>`}
    ${answer.outside && html`<p class="warn">${answer.outside} is far outside of the trained range</p>`}
    ${model.task !== "anomaly" && (isNumber ? model.labels.length > 1 : true) && html`
      <ul class="answers">${order.map(i => html`<li><span>${model.labels[i]}</span>${!isNumber && html`<meter min="0" max="1" value=${answer.values[i] ?? 0} aria-label=${model.labels[i]}></meter>`}<span class="number">${isNumber ? figure(answer.values[i]) : `${Math.round(100 * answer.values[i])} %`}</span></li>`)}</ul>`}
    <${Why} answer=${answer} model=${model} />`;
}

// Which inputs spoke for the answer, and which against it.
function Why({ answer, model }) {
  const { drops, rows, columns, names } = answer.why;
  const most = Math.max(1, ...drops.map(Math.abs));
  if (rows > 0) {
    return html`
      <h3>What the network sees, and what spoke for its answer</h3>
      <div class="row maps">
        <img class="seen-picture large" src=${answer.seen} alt="What the network sees" />
        <${Canvas} class="large" width=${columns} height=${rows} inputs=${[answer]} label="Map of the inputs that spoke for the answer" paint=${context => paintMap(context, drops, rows, columns, most)} />
      </div>
      <p class="quiet"><span class="for">■</span> spoke for it <span class="against">■</span> spoke against it</p>`;
  }
  const strongest = drops.map((drop, i) => ({ drop, name: names[i] })).filter(p => p.drop !== 0).sort((a, b) => Math.abs(b.drop) - Math.abs(a.drop)).slice(0, 8);
  return strongest.length > 0 && html`
    <h3>What spoke for it</h3>
    <ul class="answers">${strongest.map(p => html`<li class=${p.drop > 0 ? "" : "against"}><span>${p.name}</span><meter min="0" max=${most} value=${Math.abs(p.drop)} aria-label=${p.name}></meter><span class="number">${answer.why.lead > 0 && model.task !== "regression" ? `${p.drop > 0 ? "" : "−"}${Math.round(100 * Math.abs(p.drop) / answer.why.lead)} %` : p.drop > 0 ? "more" : "less"}</span></li>`)}</ul>`;
}

function paintMap(context, drops, rows, columns, most) {
  const style = getComputedStyle(document.documentElement), one = style.getPropertyValue("--one"), two = style.getPropertyValue("--two");
  context.clearRect(0, 0, columns, rows);
  drops.forEach((drop, i) => {
    context.globalAlpha = Math.min(1, Math.abs(drop) / most);
    context.fillStyle = drop > 0 ? one : two;
    context.fillRect(i % columns, Math.floor(i / columns), 1, 1);
  });
  context.globalAlpha = 1;
}

/** Pictures from a sheet or the webcam, sent to the studio as they change. */
export function Pictures({ put, to = "try.picture" }) {
  const [drawn, setDrawn] = useState(false);
  const [events, sheet, clear] = useSheet(setDrawn);
  const [camera, runs, problem, start, stop] = useCamera();
  const answer = picture => put(async () => send(to + "?drawn=1", await picture()));
  useEffect(() => {
    if (!runs) return undefined;
    const looking = setInterval(() => put(async () => send(to, await new Promise(done => camera.current.toBlob(done, "image/png")))), betweenPictures);
    return () => clearInterval(looking);
  }, [runs]);
  const draw = event => {
    events.onPointerMove(event);
    if (event.buttons > 0) answer(() => toPicture(sheet.current, kept));
  };
  return html`
    <canvas class="sheet" ...${events} onPointerMove=${draw} hidden=${runs} role="img" aria-label="Sheet to draw on with mouse, pen or finger"></canvas>
    <canvas class="sheet camera" ref=${camera} width=${side} height=${side} hidden=${!runs} role="img" aria-label="What the network is shown of the webcam"></canvas>
    <div class="row">
      ${runs ? html`<button type="button" onClick=${stop}>Stop the webcam</button>` : html`
        <button type="button" disabled=${!drawn} onClick=${clear}>Clear</button>
        <button type="button" onClick=${start}>Start the webcam</button>`}
    </div>
    <${ErrorLine} text=${problem} />`;
}

function Values({ model, put, sample }) {
  const [values, setValues] = useState(model.columns.map(c => c.start));
  const question = next => put(() => ask("try.values", { values: next }));
  useEffect(() => void (values.length > 0 && question(values)), [model]);
  useEffect(() => void (sample?.raw && setValues(sample.raw)), [sample]);
  const set = (i, text) => {
    const value = Number(text);
    if (text === "" || !Number.isFinite(value)) return;
    const next = values.map((v, j) => (j === i ? value : v));
    setValues(next);
    question(next);
  };
  if (model.columns.length === 0) return html`<p class="quiet">These are too many values to be set by hand: try samples of the data.</p>${sample && html`<${View} view=${sample.view} alt=${sample.view.name} />`}`;
  return html`
    <ul class="sliders">${model.columns.map((c, i) => html`
      <li><label for=${`input${i}`}>${c.name}</label>
        <input type="range" min=${c.low} max=${c.high} step="any" value=${values[i]} aria-label=${`${c.name}, slider`} onInput=${event => set(i, event.target.value)} />
        <input type="number" id=${`input${i}`} step="any" value=${Number(values[i].toPrecision(5))} onChange=${event => set(i, event.target.value)} /></li>`)}</ul>`;
}

function Samples({ model, put, sample }) {
  const [number, setNumber] = useState(-1);
  const go = by => {
    const next = (number + by + model.samples) % model.samples;
    setNumber(next);
    put(() => ask("try.sample", { sample: next }));
  };
  return html`
    <div class="row">
      <button type="button" onClick=${() => go(number < 0 ? model.samples : -1)} disabled=${number < 0}>Previous</button>
      <button type="button" onClick=${() => go(1)}>${number < 0 ? "Try a test sample" : "Next test sample"}</button>
      <span class="quiet">${sample?.view.name ?? ""}</span>
    </div>`;
}

function Recordings({ model, put, sample }) {
  const [chosen, setChosen] = useState(0);
  const [window, setWindow] = useState(-1);
  const recording = model.recordings[chosen];
  const isPlaying = window >= 0;
  useEffect(() => {
    if (!isPlaying) return undefined;
    put(() => ask("try.sample", { sample: recording.samples[window] }));
    const next = setTimeout(() => setWindow(window + 1 < recording.samples.length ? window + 1 : -1), Math.max(100, 1000 * model.step));
    return () => clearTimeout(next);
  }, [window]);
  if (!recording) return html`<p class="quiet">The data have no recordings to play.</p>`;
  return html`
    <label>Recording <select value=${chosen} onChange=${event => { setWindow(-1); setChosen(Number(event.target.value)); }}>
      ${model.recordings.map((r, i) => html`<option value=${i}>${r.name} (${r.label})</option>`)}</select></label>
    ${sample && html`<${Curves} curves=${sample.view.curves} label=${sample.view.name} /><p class="quiet">${sample.view.name}</p>`}
    <div class="row"><button type="button" class="main" onClick=${() => setWindow(isPlaying ? -1 : 0)}>${isPlaying ? "Stop" : "Play"}</button></div>`;
}
