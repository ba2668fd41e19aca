// What is around a virtual board, to be touched: the picture of a thermal camera, the hand that holds a motion sensor, drawings and pictures, the fields of a table, recordings.
import { html, useEffect, useRef, useState } from "../vendor/preact.js";
import { ask } from "../link.js";
import { ErrorLine, useAction } from "./common.js";
import { Pictures } from "../pages/try.js";
import { PixelPad, brush } from "./pixels.js";

const pauseMilliseconds = 100;
const cameraSize = 8;
const coldest = 10;
const warmest = 40;

/** Asks the latest of what changes often: one question at a time, with a pause between them. */
function useLatestOf(answered, failed) {
  const state = useRef({ busy: false, next: null });
  return async question => {
    state.current.next = question;
    if (state.current.busy) return;
    state.current.busy = true;
    while (state.current.next) {
      const now = state.current.next;
      state.current.next = null;
      try {
        answered(await now());
      } catch (error) {
        failed(error.message);
      }
      await new Promise(done => setTimeout(done, pauseMilliseconds));
    }
    state.current.busy = false;
  };
}

/** The same for one kind of request: [send, what went wrong]. */
function useLatest(name) {
  const [problem, setProblem] = useState("");
  const put = useLatestOf(() => setProblem(""), setProblem);
  return [body => put(() => ask(name, body)), problem];
}

export function Surroundings({ state, model, onSample }) {
  const titles = { camera: "What its camera sees", motion: "The hand that holds it", motionStream: "The hand that holds it", sound: "What its microphone hears", feeder: "What lies before it" };
  const moves = state.input === "motion" || state.input === "motionStream";
  const listens = state.input === "sound" || state.input === "motionStream";
  return html`
    <section class="card" aria-labelledby="around">
      <h2 id="around">${titles[state.input]}</h2>
      ${state.input === "camera" && html`<${Camera} onSample=${onSample} />`}
      ${moves && html`<${Hand} />`}
      ${listens && html`<${Player} />`}
      ${state.input === "feeder" && (model.height ? html`<${Shown} onSample=${onSample} key=${model.inputs} />` : html`<${Fields} model=${model} onSample=${onSample} key=${model.inputs} />`)}
    </section>`;
}

// Blue for cold, through grey, to red for warm.
const heat = celsius => {
  const share = Math.min(1, Math.max(0, (celsius - coldest) / (warmest - coldest)));
  return [Math.round(40 + 210 * share), Math.round(70 + 110 * Math.sin(Math.PI * share)), Math.round(220 - 190 * share)];
};

const room = () => Array(cameraSize * cameraSize).fill(21);
const person = () => room().map((warmth, i) => {
  const x = (i % cameraSize) - 3.5;
  const y = Math.floor(i / cameraSize) - 3.5;
  return warmth + 9 * Math.exp(-(x * x + y * y) / 5);
});

function Camera({ onSample }) {
  const [celsius, setCelsius] = useState(room());
  const [warmth, setWarmth] = useState(31);
  const [send, problem] = useLatest("board.paint");
  const change = next => {
    setCelsius(next);
    send({ celsius: next });

    // As the sensor gives them: quarters of a degree.
    onSample(next.map(c => Math.round(4 * c)));
  };
  useEffect(() => change(celsius), []);
  return html`
    <${PixelPad} width=${cameraSize} height=${cameraSize} values=${celsius} color=${heat} paint=${brush(cameraSize, cameraSize, 0.7, warmth)} onChange=${change}
      label="Thermal camera of 8 by 8 pixels: paint with the pointer, or with the arrow keys and the space bar" />
    <div class="row">
      <label>Brush ${warmth} °C <input type="range" min=${coldest} max=${warmest} value=${warmth} onInput=${e => setWarmth(Number(e.target.value))} /></label>
      <button type="button" onClick=${() => change(room())}>Empty room</button>
      <button type="button" onClick=${() => change(person())}>A person</button>
    </div>
    <${ErrorLine} text=${problem} />`;
}

function Hand() {
  const [hand, setHand] = useState({ pitchDegrees: 0, rollDegrees: 0, shakeG: 0, shakeHertz: 3 });
  const [send, problem] = useLatest("board.hand");
  const [phone, setPhone] = useState(false);
  const [move, moveProblem] = useLatest("board.move");
  const change = part => {
    const next = { ...hand, ...part };
    setHand(next);
    send(next);
  };
  useEffect(() => {
    if (!phone) return undefined;
    let readings = [];
    let since = performance.now();
    const feel = ({ accelerationIncludingGravity: a, rotationRate: r, interval }) => {
      if (a?.x === null || a?.x === undefined) return;
      readings.push([a.x / 9.81, a.y / 9.81, a.z / 9.81, r?.beta ?? 0, r?.gamma ?? 0, r?.alpha ?? 0]);
      if (performance.now() - since > 2 * pauseMilliseconds) {
        move({ readings, rate: Math.min(1000, (1000 * readings.length) / (performance.now() - since)) });
        readings = [];
        since = performance.now();
      }
    };
    addEventListener("devicemotion", feel);
    return () => removeEventListener("devicemotion", feel);
  }, [phone]);
  const slider = (name, title, low, high, step, unit) => html`
    <label class="slider">${title} ${hand[name]}${unit}
      <input type="range" min=${low} max=${high} step=${step} value=${hand[name]} onInput=${e => change({ [name]: Number(e.target.value) })} /></label>`;
  return html`
    ${slider("pitchDegrees", "Front up", -180, 180, 5, "°")}
    ${slider("rollDegrees", "Right side down", -180, 180, 5, "°")}
    ${slider("shakeG", "Shaking", 0, 4, 0.1, " g")}
    ${slider("shakeHertz", "Shakes a second", 0.5, 10, 0.5, "")}
    <div class="row">
      <button type="button" onClick=${() => change({ shakeG: 0, pitchDegrees: 0, rollDegrees: 0 })}>Hold still</button>
      <button type="button" onClick=${() => change({ shakeG: 1.5, shakeHertz: 3 })}>Wave</button>
      <button type="button" onClick=${() => change({ shakeG: 0.4, shakeHertz: 8 })}>Tremble</button>
      ${"DeviceMotionEvent" in window && html`<label><input type="checkbox" checked=${phone} onChange=${async e => setPhone(e.target.checked && await allowed())} /> move as this device is moved</label>`}
    </div>
    <${ErrorLine} text=${problem || moveProblem} />`;
}

// An iPhone asks its user first.
const allowed = async () => (await DeviceMotionEvent.requestPermission?.()) !== "denied";

function Player() {
  const [files, setFiles] = useState([]);
  const [file, setFile] = useState("");
  const [seconds, setSeconds] = useState(null);
  const [play, problem, busy] = useAction(async () => setSeconds((await ask("board.play", { file })).seconds));
  useEffect(() => void ask("board.recordings").then(found => { setFiles(found); setFile(found[0] ?? ""); }, () => {}), []);
  return files.length === 0 ? html`<p class="quiet">There are no recordings in the project's folder to be played.</p>` : html`
    <div class="row">
      <label>Recording <select value=${file} onChange=${e => setFile(e.target.value)}>${files.map(f => html`<option value=${f}>${f}</option>`)}</select></label>
      <button type="button" disabled=${busy} onClick=${play}>Play it to the board</button>
    </div>
    <p class="quiet" role="status">${seconds === null ? "" : `${seconds.toFixed(1)} s`}</p>
    <${ErrorLine} text=${problem} />`;
}

function Shown({ onSample }) {
  const [seen, setSeen] = useState(null);
  const [problem, setProblem] = useState("");
  const number = useRef(-1);
  const put = useLatestOf(said => { setSeen(said); onSample(said.values); setProblem(""); }, setProblem);
  const next = by => {
    number.current += by;
    put(() => ask("board.sample", { number: number.current }));
  };
  return html`
    <${Pictures} put=${put} to="board.picture" />
    <div class="row">
      <button type="button" onClick=${() => next(1)}>Put a sample of the data before it</button>
      ${seen?.seen && html`<img class="seen-picture" src=${seen.seen} alt="What the board is given" /><span class="quiet">${seen.label ? `the data say ${seen.label}` : "what the board is given"}</span>`}
    </div>
    <${ErrorLine} text=${problem} />`;
}

// More would be no page.
const mostFields = 40;

function Fields({ model, onSample }) {
  const names = Array.from({ length: Math.min(model.inputs, mostFields) }, (_, i) => model.columns[i] ?? `value ${i + 1}`);
  const [values, setValues] = useState(Array(model.inputs).fill(0));
  const [send, problem] = useLatest("board.feed");
  const change = next => {
    setValues(next);
    send({ values: next });
    onSample(next);
  };
  useEffect(() => change(values), []);
  return html`
    ${names.map((name, i) => html`<label class="slider">${name}
      <input type="number" step="any" value=${values[i]} onInput=${e => Number.isFinite(e.target.valueAsNumber) && change(values.map((v, at) => (at === i ? e.target.valueAsNumber : v)))} /></label>`)}
    ${model.inputs > mostFields && html`<p class="quiet">The model takes ${model.inputs} values; the others are 0 here.</p>`}
    <${ErrorLine} text=${problem} />`;
}
