// The playground: choose layers and see what they cost, train while watching, change, go back, stop.
import { html, useEffect, useRef, useState } from "../vendor/preact.js";
import { ask } from "../link.js";
import { CopyText, ErrorLine, percent, useAction, useTopic, whole } from "../parts/common.js";
import { Budget } from "./train/budget.js";
import { Chart } from "./train/chart.js";
import { Fields } from "./train/fields.js";
import { Layers } from "./train/layers.js";
import { Options } from "./train/options.js";
import { Plane } from "./train/plane.js";

const patience = 250; // milliseconds after the last key

const states = {
  paused: "waiting",
  running: "learning",
  building: "quantising and testing",
  done: "done: the model is written",
  failed: "stopped",
};

export function Train({ project }) {
  const [train, setTrain] = useState(project.train);
  const [plan, setPlan] = useState(null);
  const [problem, setProblem] = useState("");
  const [points, setPoints] = useState(null);
  const news = useTopic("training");
  const view = useTopic("training.view");
  const isLinked = useTopic("link") === "open";
  const dark = useDark();
  const [act, failure] = useAction((name, body) => ask("training." + name, body));
  const mine = useRef(JSON.stringify(project.train));

  // Another tab, or another page, may have changed the words; what this page has sent comes back as it is.
  useEffect(() => {
    const now = JSON.stringify(project.train);
    if (now !== mine.current) setTrain(project.train);
    mine.current = now;
  }, [project.train]);

  useEffect(() => {
    let ended = false;
    const read = async () => {
      try {
        const read = await ask("training.plan", { train });
        if (ended) return;
        setPlan(read);
        setProblem("");
        if (JSON.stringify(train) !== JSON.stringify(project.train)) {
          mine.current = JSON.stringify(train);
          await ask("project.change", { train });
        }
        if (read.inputs === 2) setPoints(await ask("training.points", { train }));
      } catch (error) {
        if (!ended) setProblem(error.message);
      }
    };
    const timer = isLinked && train.length > 0 && setTimeout(read, plan ? patience : 0);
    return () => {
      ended = true;
      clearTimeout(timer);
    };
  }, [JSON.stringify(train), isLinked]);

  if (project.train.length === 0) return html`<section class="card"><p>Choose data first: on the page <a href="#start">Project</a>.</p></section>`;
  const shown = news && !news.isOld ? news : null;
  const seen = shown && view && plan;
  return html`
    <div class="card train-bar">
      <${Controls} news=${shown} began=${news !== null} act=${act} ready=${plan && !problem} wrong=${problem !== ""} />
      <${Budget} plan=${plan} train=${train} project=${project} />
      <${ErrorLine} text=${problem || failure || shown?.problem} />
    </div>
    <div class="playground">
      <div class="stack">
        <${Layers} plan=${plan} train=${train} change=${setTrain} problem=${problem} />
        <${Options} plan=${plan} train=${train} change=${setTrain} />
      </div>
      <div class="stack">
        <${Progress} project=${project} news=${shown} act=${act} plan=${plan} />
        ${seen && view.surfaces && view.surfaces.float.length === plan.labels.length && html`<${Plane} view=${view} points=${points} plan=${plan} dark=${dark} />`}
        ${seen && view.fields && html`<${Fields} view=${view} plan=${plan} />`}
      </div>
    </div>`;
}

function Controls({ news, began, act, ready, wrong }) {
  const status = news ? `${states[news.state]}${news.epoch > 0 ? `, epoch ${whole(news.epoch)} of ${whole(news.epochs)}` : ""}` : !ready && !wrong ? "reading the data …" : began ? "the settings are new: training begins anew" : "not started";
  const goesOn = news && news.epoch > 0 && news.state !== "done";
  return html`
    <div class="row" role="group" aria-label="Training">
      ${news?.state === "running"
        ? html`<button type="button" class="main" onClick=${() => act("pause")}>Pause</button>`
        : html`<button type="button" class="main" disabled=${!ready} onClick=${() => act("start")}>${goesOn ? "Go on" : "Train"}</button>`}
      <button type="button" disabled=${!ready} onClick=${() => act("step")}>One epoch</button>
      <button type="button" disabled=${!goesOn} onClick=${() => act("finish")}>Stop and write the model</button>
      <${Speed} news=${news} act=${act} />
      <span role="status">${status}</span>
      ${news && html`<progress class="grow" max=${news.epochs} value=${news.epoch} aria-label="Epochs"></progress>`}
    </div>`;
}

// A small network learns faster than one can look.
function Speed({ news, act }) {
  const [pace, setPace] = useState(null);
  const change = event => {
    setPace(event.target.value);
    act("pace", { epochsPerSecond: +event.target.value });
  };
  return html`<label>Speed <select value=${pace ?? news?.epochsPerSecond ?? 0} onChange=${change}>
    <option value="0">full</option>
    ${[50, 10, 2].map(p => html`<option value=${p}>${p} epochs a second</option>`)}
  </select></label>`;
}

function Progress({ project, news, act, plan }) {
  return html`
    <section class="card" aria-labelledby="training">
      <h2 id="training">Training</h2>
      ${news ? html`
        <${Curves} curves=${news.curves} plan=${plan} />
        <${Changes} news=${news} act=${act} />
        ${news.result && html`<${Result} result=${news.result} />`}`
        : html`<p class="quiet">Press Train: the curves of loss and accuracy are drawn here while the network learns. Pause, change the rate, go back: the command line below always says how to repeat it.</p>`}
      <p class="quiet">The command line that trains the same bytes:</p>
      <${CopyText} text=${news?.command ?? project.command} label="Copy the command line" />
    </section>`;
}

function Changes({ news, act }) {
  const [rate, setRate] = useState("");
  const [decay, setDecay] = useState("");
  const [back, setBack] = useState("");
  const number = text => (text.trim() === "" ? null : +text);
  const change = async event => {
    event.preventDefault();
    await act("change", { rate: number(rate), decay: number(decay) });
    setRate("");
    setDecay("");
  };
  const go = event => {
    event.preventDefault();
    act("back", { epoch: +back });
  };
  if (news.epoch === 0 || news.state === "building") return null;
  return html`
    <div class="row changes">
      <form class="row" onSubmit=${change}>
        <label>Rate from now on <input type="number" step="any" min="0.0000001" max="100" placeholder=${+news.rate.toPrecision(3)} value=${rate} onInput=${event => setRate(event.target.value)} /></label>
        <label>Weight decay <input type="number" step="any" min="0" max="100" placeholder=${+news.decay.toPrecision(3)} value=${decay} onInput=${event => setDecay(event.target.value)} /></label>
        <button disabled=${number(rate) === null && number(decay) === null}>Change</button>
      </form>
      <form class="row" onSubmit=${go}>
        <label>Back to epoch <input type="number" min="0" max=${news.epoch} value=${back} onInput=${event => setBack(event.target.value)} /></label>
        <button disabled=${back === "" || +back >= news.epoch}>Go back</button>
      </form>
    </div>`;
}

function Curves({ curves, plan }) {
  if (curves.epoch.length < 2) return null;
  const hasAccuracy = plan && plan.task !== "regression";
  const loss = [
    { label: "loss (learned samples)", colour: "--one", values: curves.loss },
    { label: "loss (test samples)", colour: "--two", dash: [6, 4], values: curves.testLoss },
    { label: "loss (held out)", colour: "--good", dash: [2, 3], values: curves.validation },
  ].filter(s => s.values.some(v => v !== null));
  return html`
    <div class="columns">
      <${Chart} label="Loss by epoch" series=${loss} data=${[curves.epoch, ...loss.map(s => s.values)]} format=${v => +v.toPrecision(3)} range=${(_, low, high) => [Math.min(0, low), high > 0 ? high * 1.05 : 1]} />
      ${hasAccuracy && html`<${Chart} label="Accuracy by epoch" series=${[{ label: "accuracy (learned samples)", colour: "--one" }, { label: "accuracy (test samples)", colour: "--two", dash: [6, 4] }]}
        data=${[curves.epoch, curves.accuracy, curves.testAccuracy]} format=${v => `${+(100 * v).toFixed(1)} %`} range=${(_, low) => [Math.max(0, Math.min(low ?? 0, 0.9) - 0.02), 1]} />`}
    </div>`;
}

const Result = ({ result }) => html`
  <p class="good">${result.isRegression
    ? `With integers, as on a board, the error is ${+result.error.toPrecision(4)} (root mean square of ${whole(result.tested)} test samples).`
    : `With integers, as on a board, ${percent(result.accuracy)} of ${whole(result.tested)} test samples are right (${percent(result.floatAccuracy)} in floating point).`}
    ${" "}model.edgenet has ${whole(result.bytes)} bytes; the network needs ${whole(result.ramBytes)} bytes of RAM.</p>
  <p>Next: <a href="#look">look where it is wrong</a>, <a href="#try">try it</a>, or <a href="#board">put it on a board</a>.</p>`;

function useDark() {
  const media = matchMedia("(prefers-color-scheme: dark)");
  const [dark, setDark] = useState(media.matches);
  useEffect(() => {
    const change = () => setDark(media.matches);
    media.addEventListener("change", change);
    return () => media.removeEventListener("change", change);
  }, []);
  return dark;
}
