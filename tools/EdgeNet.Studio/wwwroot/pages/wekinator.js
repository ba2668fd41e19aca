// Wekinator's loop: inputs come from a sketch or from the pad; they are recorded for outputs, learned, and answered.
import { html, useEffect, useRef, useState } from "../vendor/preact.js";
import { ask } from "../link.js";
import { Canvas, CopyText, ErrorLine, useAction, useTopic, whole } from "../parts/common.js";

const tracePoints = 240;
const mostBars = 24;
const holdMilliseconds = 400;

export function Wekinator() {
  const said = useTopic("wekinator");
  const [act, problem] = useAction((name, body) => ask("wekinator." + name, body));
  if (!said) return null;
  return html`
    <${Listening} said=${said} act=${act} />
    <${ErrorLine} text=${problem} />
    ${said.open && html`
      <div class="columns">
        <${Inputs} state=${said.state} act=${act} />
        <section class="card" aria-labelledby="outputs">
          <h2 id="outputs">2. What it should answer</h2>
          ${said.state.outputs.map((output, i) => html`<${Output} number=${i + 1} output=${output} text=${said.texts[i]} act=${act} />`)}
        </section>
        <${Teaching} state=${said.state} act=${act} />
      </div>`}
    <section class="card" aria-labelledby="log">
      <h2 id="log">What happened</h2>
      ${said.lines.length === 0 ? html`<p class="quiet">Nothing yet. Messages that are ignored are named here.</p>`
        : html`<ul class="plain scroll">${said.lines.toReversed().map(line => html`<li>${line}</li>`)}</ul>`}
    </section>`;
}

function Listening({ said, act }) {
  const [outputs, setOutputs] = useState("");
  const [ports, setPorts] = useState({ in: said.in, out: said.out });
  const open = event => {
    event.preventDefault();
    act("open", { outputs: outputs.trim() || null, in: +ports.in, out: +ports.out });
  };
  if (said.open) return html`
    <section class="card" aria-labelledby="listening">
      <h2 id="listening">Listening on UDP port ${said.in}, answering to port ${said.out} of this machine</h2>
      <p>Sketches made for Wekinator work as they are: they send <code>/wek/inputs</code> and hear <code>/wek/outputs</code>. Examples and models are files in this project. The same without a page:</p>
      <${CopyText} text=${said.command} label="Copy the command line" />
      <button type="button" onClick=${() => act("close")}>Stop listening</button>
    </section>`;
  return html`
    <section class="card" aria-labelledby="listening">
      <h2 id="listening">Teach a sketch by example</h2>
      <p>Processing, Max, Pure Data, openFrameworks and others send numbers; show what to answer to them, and a small network learns it. There is a pad to try it without a sketch.</p>
      <form class="row" onSubmit=${open}>
        <label>Outputs <input value=${outputs} placeholder="as before, or classes 3" onInput=${event => setOutputs(event.target.value)} aria-describedby="grammar" /></label>
        <label>Port in <input type="number" min="0" max="65535" value=${ports.in} onInput=${event => setPorts({ ...ports, in: event.target.value })} /></label>
        <label>Port out <input type="number" min="1" max="65535" value=${ports.out} onInput=${event => setPorts({ ...ports, out: event.target.value })} /></label>
        <button class="main">Listen</button>
      </form>
      <p class="quiet" id="grammar">Outputs are such as <code>classes 3</code>, <code>slider</code> (0 to 1) or <code>slider 0:127</code>, with commas between them.</p>
    </section>`;
}

function Inputs({ state, act }) {
  const traces = useRef([]);
  const { inputs, inputMessages } = state;
  useEffect(() => {
    if (traces.current[0]?.length !== inputs.length) traces.current = [];
    if (inputs.length > 0) traces.current = [...traces.current, inputs].slice(-tracePoints);
  }, [inputMessages]);
  return html`
    <section class="card" aria-labelledby="inputs">
      <h2 id="inputs">1. Inputs</h2>
      <p role="status">${inputs.length === 0 ? "None have come yet." : `${inputs.length} inputs, ${whole(inputMessages)} messages`}</p>
      <${Canvas} width=${480} height=${120} label="The inputs of the last seconds" inputs=${[inputMessages]} paint=${(context, canvas) => paintTraces(context, canvas, traces.current)} />
      ${inputs.length > 0 && html`<ol class="values">${inputs.slice(0, mostBars).map(v => html`<li>${+v.toPrecision(4)}</li>`)}</ol>`}
      ${inputs.length > mostBars && html`<p class="quiet">and ${inputs.length - mostBars} more</p>`}
      <${Pad} act=${act} />
    </section>`;
}

function paintTraces(context, canvas, traces) {
  const style = getComputedStyle(canvas);
  context.clearRect(0, 0, canvas.width, canvas.height);
  context.lineWidth = 2;
  const count = traces[0]?.length ?? 0;
  for (let i = 0; i < Math.min(count, mostBars); i++) {
    const values = traces.map(t => t[i]);
    const low = Math.min(...values), span = Math.max(...values) - low || 1;
    context.strokeStyle = style.getPropertyValue(i % 2 === 0 ? "--one" : "--two");
    context.globalAlpha = 1 / (1 + Math.floor(i / 2) / 3);
    context.beginPath();
    values.forEach((v, x) => context.lineTo((x / (tracePoints - 1)) * canvas.width, canvas.height - 4 - ((v - low) / span) * (canvas.height - 8)));
    context.stroke();
  }
  context.globalAlpha = 1;
}

// Two inputs, 0 to 1: the pointer, or the arrow keys. They are sent again and again while they are held, as a sketch does.
function Pad({ act }) {
  const pad = useRef(null);
  const place = useRef([0.5, 0.5]);
  const sending = useRef(null);
  const [at, setAt] = useState(place.current);
  const move = (x, y) => {
    place.current = [Math.min(1, Math.max(0, x)), Math.min(1, Math.max(0, y))];
    setAt(place.current);
  };
  const send = () => act("inputs", { inputs: place.current });
  const stop = () => {
    clearInterval(sending.current);
    sending.current = null;
  };
  const follow = event => {
    const box = pad.current.getBoundingClientRect();
    move((event.clientX - box.left) / box.width, 1 - (event.clientY - box.top) / box.height);
  };
  const start = event => {
    pad.current.setPointerCapture(event.pointerId);
    follow(event);
    send();
    stop();
    sending.current = setInterval(send, 50);
  };
  const steps = { ArrowLeft: [-0.05, 0], ArrowRight: [0.05, 0], ArrowUp: [0, 0.05], ArrowDown: [0, -0.05] };
  const key = event => {
    if (!steps[event.key]) return;
    event.preventDefault();
    move(place.current[0] + steps[event.key][0], place.current[1] + steps[event.key][1]);
    send();
  };
  useEffect(() => stop, []);
  const dot = { left: `${100 * at[0]}%`, top: `${100 * (1 - at[1])}%` };
  return html`
    <h3 id="pad">A pad in place of a sketch</h3>
    <div class="pad" ref=${pad} tabindex="0" role="application" aria-labelledby="pad" aria-describedby="padHelp" onPointerDown=${start} onPointerMove=${event => sending.current && follow(event)} onPointerUp=${stop} onPointerCancel=${stop} onKeyDown=${key}>
      <span class="dot" style=${dot}></span>
    </div>
    <p class="quiet" id="padHelp">Hold it, or use the arrow keys: x and y are two inputs from 0 to 1.</p>`;
}

function Output({ number, output, text, act }) {
  const { classes, from, to } = output.output;
  const set = value => act("set", { output: number, value });
  return html`
    <fieldset>
      <legend>Output ${number}: ${text}${output.isTrained ? ", trained" : ""}</legend>
      ${classes
        ? html`<div class="row">${output.byClass.map((count, i) => html`<button type="button" aria-pressed=${output.value === i + 1} onClick=${() => set(i + 1)}>${i + 1}<span class="count">${whole(count)}</span></button>`)}</div>`
        : html`<label class="row">${(+output.value).toFixed(2)} <input type="range" aria-label=${`Output ${number}`} min=${from} max=${to} step=${(to - from) / 200} value=${output.value} onInput=${event => set(+event.target.value)} /></label>`}
      <p class="row"><span>${whole(output.examples)} examples</span>
        <button type="button" disabled=${output.examples === 0} onClick=${() => act("delete", { output: number })}>Delete examples<span class="sr"> of output ${number}</span></button></p>
    </fieldset>`;
}

function Teaching({ state, act }) {
  const { isRecording, isTraining, isRunning, outputs } = state;
  const hasExamples = outputs.some(o => o.examples > 0);
  // Held, it records as long; pressed briefly, until it is pressed again: who moves the pad has no second pointer.
  const pressed = useRef(null);
  const press = () => {
    pressed.current = isRecording ? null : performance.now();
    act("record", { on: !isRecording });
  };
  const release = () => {
    if (pressed.current !== null && performance.now() - pressed.current > holdMilliseconds) act("record", { on: false });
    pressed.current = null;
  };
  const key = (event, action) => {
    if (event.key !== " " && event.key !== "Enter") return;
    event.preventDefault();
    if (!event.repeat) action();
  };
  return html`
    <section class="card" aria-labelledby="teach">
      <h2 id="teach">3. Record, train, run</h2>
      <p>Choose the outputs, hold Record while inputs come in (or press it to begin and to end), and do that for different outputs. Then train and run.</p>
      <div class="row">
        <button type="button" aria-pressed=${isRecording} onPointerDown=${event => { event.target.setPointerCapture(event.pointerId); press(); }} onPointerUp=${release} onPointerCancel=${release}
          onKeyDown=${event => key(event, press)} onKeyUp=${event => key(event, release)}>Record</button>
        ${isTraining ? html`<button type="button" onClick=${() => act("cancel")}>Cancel training</button>` : html`<button type="button" class="main" disabled=${!hasExamples} onClick=${() => act("train")}>Train</button>`}
        <button type="button" aria-pressed=${isRunning} disabled=${!isRunning && !isTraining && !outputs.some(o => o.isTrained)} onClick=${() => act("run", { on: !isRunning })}>Run</button>
        <button type="button" disabled=${!hasExamples} onClick=${() => act("deleteAll")}>Delete all examples</button>
      </div>
      <p role="status">${isRecording ? "Recording." : isTraining ? "Training." : isRunning ? "Running: each input is answered." : ""}</p>
    </section>`;
}
