// Where the model is wrong, and what its layers take.
import { html, useEffect, useState } from "../vendor/preact.js";
import { ask, save } from "../link.js";
import { ErrorLine, percent, useAction, whole } from "../parts/common.js";
import { SampleCard, figure } from "../parts/sample.js";

const origins = {
  testPart: "the test part of the data",
  repeatedSplit: "which were set aside in the training",
  trainingData: "on which the model was trained: the figures flatter",
  unknown: "of which it is not known whether the model has learned from some",
};
const yesOrNo = ["no, right", "yes, wrong", "no, wrong", "yes, right"];
const mostColumns = 30;

const dataOf = train => train[train.indexOf("--data") + 1];

export function Look({ project }) {
  const [look, setLook] = useState(null);
  const [open, problem, busy] = useAction(async again => setLook({ ...await ask("look.open", { again }), isBuiltIn: dataOf(project.train).startsWith("builtin:") }));
  const [keep, notKept] = useAction(() => save("look.report", "report.html"));
  useEffect(() => void open(false), []);
  return html`
    <section aria-labelledby="looked">
      <div class="row">
        <h2 id="looked">${look ? `${whole(look.samples)} samples of ${look.data}` : "Look at the model"}</h2>
        <button type="button" disabled=${busy} onClick=${() => open(true)}>${busy ? "Looking …" : "Look again"}</button>
        ${look && html`<button type="button" onClick=${keep}>Save report</button>`}
      </div>
      ${look && html`<p class="quiet">${origins[look.origin]}. All answers are of the integers that a board computes.</p>`}
      <${ErrorLine} text=${problem || notKept} />
      ${look && html`<${Tiles} look=${look} />`}
    </section>
    ${look && html`
      ${look.cells.length > 0 && html`<${Confusion} look=${look} />`}
      <${Mistakes} look=${look} />
      <div class="columns">
        ${look.classes.length > 0 && html`<${Classes} look=${look} />`}
        ${look.reliability && look.samples > 0 && html`<${Reliability} look=${look} />`}
      </div>
      <${Layers} look=${look} />`}`;
}

function Tiles({ look }) {
  const tiles = [
    look.accuracy !== null && look.task !== "anomaly" && ["accuracy", percent(look.accuracy), `95 % interval ${percent(look.low)} to ${percent(look.high)}`],
    look.macroF1 !== null && look.task !== "anomaly" && ["mean F1", percent(look.macroF1), "each class counted alike"],
    look.anomalies && ["false alarms", `${whole(look.anomalies.falseAlarms)} of ${whole(look.anomalies.normal)}`, "normal samples above the threshold"],
    look.anomalies && ["anomalies found", `${whole(look.anomalies.found)} of ${whole(look.anomalies.anomalies)}`, ""],
    look.error !== null && ["root mean square error", figure(look.error), `the largest error is ${figure(look.largestError)}`],
    look.error !== null && ["R2", figure(look.r2), "share of the variance that is explained"],
    look.recordings && ["recordings", percent(look.recordings.accuracy), "by the majority of their windows"],
    ["model file", `${whole(look.modelBytes)} bytes`, `${whole(look.macs)} multiply-adds`],
    ["RAM of the network", `${whole(look.ramBytes)} bytes`, `${whole(look.heapBytes)} of ${whole(look.heapSizeBytes)} bytes of heap with the app${look.fits ? "" : ": too many"}`],
    ["one classification", look.microseconds === null ? "–" : `${(look.microseconds / 1000).toFixed(1)} ms`, `predicted for ${look.board}`],
  ].filter(Boolean);
  return html`<dl class="facts">${tiles.map(([name, value, note]) => html`<div class="card"><dt>${name}</dt><dd><strong>${value}</strong><span class="quiet">${note}</span></dd></div>`)}</dl>`;
}

function Confusion({ look }) {
  const [shown, setShown] = useState(null);
  const [open, problem, busy] = useAction(async (row, column, from = 0) => {
    const cell = await ask("look.cell", { row, column, from });
    setShown(old => ({ row, column, count: cell.count, samples: from === 0 ? cell.samples : [...old.samples, ...cell.samples] }));
  });
  const many = look.task !== "multiLabel" && look.labels.length > mostColumns;
  const describe = (row, column) => (look.task === "multiLabel" ? `${look.labels[row]}: ${yesOrNo[column]}` : row === column ? `${look.labels[row]}, recognised` : `${look.labels[row]} taken for ${look.labels[column]}`);
  return html`
    <section class="card" aria-labelledby="confusion">
      <h2 id="confusion">What was taken for what</h2>
      <p class="quiet">${many ? "The most frequent confusions." : `Rows: ${look.task === "multiLabel" ? "output" : "what it is"}. Columns: the answer.`} A number opens its samples.</p>
      <div class="scroll" tabindex="0" role="region" aria-label="Confusion matrix">
        ${many ? html`<${Pairs} look=${look} open=${open} describe=${describe} />` : html`<${Matrix} look=${look} open=${open} describe=${describe} shown=${shown} />`}
      </div>
      <${ErrorLine} text=${problem} />
      <div aria-live="polite">
        ${shown && html`
          <h3>${describe(shown.row, shown.column)}: ${whole(shown.count)}</h3>
          <div class="specimens">${shown.samples.map(s => html`<${Correctable} sample=${s} look=${look} key=${s.sample} />`)}</div>
          ${shown.samples.length < shown.count && html`<button type="button" disabled=${busy} onClick=${() => open(shown.row, shown.column, shown.samples.length)}>More</button>`}`}
      </div>
    </section>`;
}

function Matrix({ look, open, describe, shown }) {
  const heads = look.task === "multiLabel" ? yesOrNo : look.labels;
  const cells = new Map(look.cells.map(c => [`${c.row} ${c.column}`, c]));
  const all = look.labels.map((_, row) => look.cells.reduce((sum, c) => sum + (c.row === row ? c.count : 0), 0));
  return html`
    <table class="matrix">
      <caption class="sr">Confusion matrix</caption>
      <thead><tr><td></td>${heads.map(h => html`<th scope="col" title=${h}>${h.length > 10 ? h.slice(0, 9) + "…" : h}</th>`)}</tr></thead>
      <tbody>${look.labels.map((label, row) => html`<tr><th scope="row">${label}</th>${heads.map((_, column) => {
        const cell = cells.get(`${row} ${column}`);
        return html`<td>${cell ? html`<button type="button" class=${`cell ${cell.isRight ? "right" : "wrong"}${Math.ceil(5 * cell.count / all[row])}`} aria-pressed=${shown?.row === row && shown?.column === column} aria-label=${`${describe(row, column)}: ${cell.count}`} onClick=${() => open(row, column)}>${whole(cell.count)}</button>` : html`<span class="quiet">0</span>`}</td>`;
      })}</tr>`)}</tbody>
    </table>`;
}

function Pairs({ look, open, describe }) {
  const pairs = look.cells.filter(c => !c.isRight).sort((a, b) => b.count - a.count).slice(0, 40);
  return html`<ul class="pairs">${pairs.map(c => html`<li><button type="button" onClick=${() => open(c.row, c.column)}>${describe(c.row, c.column)}: ${whole(c.count)}</button></li>`)}</ul>`;
}

function Mistakes({ look }) {
  const [shown, setShown] = useState([]);
  const [more, problem, busy] = useAction(async from => {
    const { samples } = await ask("look.mistakes", { from });
    setShown(old => (from === 0 ? samples : [...old, ...samples]));
  });
  useEffect(() => void more(0), [look]);
  const isNumbers = look.task === "regression";
  return html`
    <section class="card" aria-labelledby="mistakes">
      <h2 id="mistakes">${isNumbers ? "The largest errors" : "The worst mistakes"}</h2>
      <p class="quiet">${look.mistakes === 0 ? "None." : isNumbers ? "The largest first." : `${whole(look.mistakes)} of ${whole(look.samples)} answers are wrong; the surest of them first. Perhaps a label is wrong, not the answer.`}</p>
      <${ErrorLine} text=${problem} />
      <div class="specimens">${shown.map(s => html`<${Correctable} sample=${s} look=${look} key=${s.sample} />`)}</div>
      ${shown.length > 0 && shown.length < look.mistakes && html`<button type="button" disabled=${busy} onClick=${() => more(shown.length)}>More</button>`}
    </section>`;
}

// A sample whose label can be put right; the data page keeps the correction.
function Correctable({ sample, look }) {
  const [label, setLabel] = useState(null);
  const [correct, problem, busy] = useAction(async chosen => {
    await ask("data.relabel", { sample: sample.id, part: "test", label: chosen });
    setLabel(chosen);
  });
  const canBe = look.task === "classification" && !look.isBuiltIn;
  return html`
    <${SampleCard} sample=${sample}>
      ${canBe && html`
        <label class="quiet">it is really <select disabled=${busy} value=${label ?? sample.expected} onChange=${event => correct(event.target.value)}>
          ${look.labels.map(l => html`<option value=${l}>${l}</option>`)}
        </select></label>
        ${label && html`<p class="good" role="status">Corrected; train again.</p>`}
        <${ErrorLine} text=${problem} />`}
    <//>`;
}

function Classes({ look }) {
  const what = look.task === "multiLabel" ? "output" : "class";
  return html`
    <section class="card" aria-labelledby="classes">
      <h2 id="classes">Precision and recall</h2>
      <p class="quiet">Precision: how many of the answers for ${what === "output" ? "an" : "a"} ${what} are right. Recall: how many of its samples are recognised.</p>
      <div class="scroll" tabindex="0" role="region" aria-label="Precision and recall"><table>
        <thead><tr><th scope="col">${what}</th><th scope="col" class="number">samples</th><th scope="col" class="number">precision</th><th scope="col" class="number">recall</th><th scope="col" class="number">F1</th></tr></thead>
        <tbody>${look.classes.map((c, i) => html`<tr><th scope="row">${look.labels[i]}</th><td class="number">${whole(c.samples)}</td>${[c.precision, c.recall, c.f1].map(share => html`<td class="number">${share === null ? "–" : percent(share)}<${Bar} share=${share ?? 0} /></td>`)}</tr>`)}</tbody>
      </table></div>
    </section>`;
}

const Bar = ({ share }) => html`<svg class="share" viewBox="0 0 100 4" preserveAspectRatio="none" aria-hidden="true"><rect class="track" width="100" height="4" /><rect width=${Math.min(100, Math.max(0, 100 * share))} height="4" /></svg>`;

function Reliability({ look }) {
  const side = 260, left = 40, top = 8, bins = look.reliability, wide = side / bins.length, full = bins.filter(b => b.answers > 0);
  const y = share => top + side * (1 - share);
  return html`
    <section class="card" aria-labelledby="reliability">
      <h2 id="reliability">Is it as sure as it may be?</h2>
      <p class="quiet">Of the answers with a confidence of 90 %, nine in ten should be right: bars on the diagonal. On average the two differ by ${percent(look.calibrationError)}.</p>
      <svg class="diagram" viewBox=${`0 0 ${left + side + 26} ${top + side + 40}`} role="img" aria-label=${`Share of right answers by confidence: ${full.map(b => `${percent(b.confidence)} sure, ${percent(b.rightShare)} right of ${b.answers}`).join("; ")}`}>
        ${[0, 0.25, 0.5, 0.75, 1].map(s => html`<line class="grid" x1=${left} x2=${left + side} y1=${y(s)} y2=${y(s)} /><text class="end" x=${left - 5} y=${y(s) + 4}>${100 * s} %</text><text class="middle" x=${left + side * s} y=${top + side + 16}>${100 * s} %</text>`)}
        ${bins.map((b, i) => b.answers > 0 && html`<rect x=${left + i * wide + 1} y=${y(b.rightShare)} width=${wide - 2} height=${side * b.rightShare}><title>${whole(b.answers)} answers of ${percent(b.confidence)} on average, ${percent(b.rightShare)} right</title></rect>`)}
        <line class="ideal" x1=${left} y1=${top + side} x2=${left + side} y2=${top} />
        ${full.map(b => html`<circle cx=${left + side * b.confidence} cy=${y(b.rightShare)} r="3" />`)}
        <text class="middle" x=${left + side / 2} y=${top + side + 34}>confidence</text>
      </svg>
    </section>`;
}

function Layers({ look }) {
  const most = Math.max(1, ...look.layers.map(l => l.weightBytes)), mostRam = Math.max(1, ...look.layers.map(l => l.ramBytes));
  const hasLoss = look.layers.some(l => l.loss), all = look.microseconds ?? 0, weights = look.layers.reduce((s, l) => s + l.weightBytes, 0), ram = look.layers.reduce((s, l) => s + l.ramBytes, 0);
  const time = us => html`<td class="number">${us === null || us === undefined ? "–" : (us / 1000).toFixed(2)}${all > 0 && html`<${Bar} share=${us / all} />`}</td>`;
  const only = (name, us) => html`<tr><th scope="row">${name}</th><td></td><td></td><td></td><td></td><td></td>${time(us)}${hasLoss && html`<td></td><td></td>`}</tr>`;
  return html`
    <section class="card" aria-labelledby="layers">
      <h2 id="layers">Layers on ${look.board}</h2>
      <div class="scroll" tabindex="0" role="region" aria-label="Layers"><table>
        <thead><tr><th scope="col">layer</th><th scope="col">outputs</th><th scope="col">activation</th><th scope="col" class="number">weights, bytes</th><th scope="col" class="number">RAM, bytes</th><th scope="col" class="number">multiply-adds</th><th scope="col" class="number">time, ms</th>${hasLoss && html`<th scope="col" class="number">signal to noise</th><th scope="col" class="number">saturated</th>`}</tr></thead>
        <tbody>
          ${look.times && only("input", look.times.input)}
          ${look.layers.map(l => html`<tr><th scope="row">${l.number} ${l.kind}</th><td>${l.output}</td><td>${l.activation}</td>
            <td class="number">${whole(l.weightBytes)}${l.weightBits ? ` (int${l.weightBits})` : ""}<${Bar} share=${l.weightBytes / most} /></td>
            <td class="number">${whole(l.ramBytes)}<${Bar} share=${l.ramBytes / mostRam} /></td><td class="number">${whole(l.macs)}</td>${time(l.microseconds)}
            ${hasLoss && html`<td class="number">${l.loss?.signalToNoiseDecibels ? `${l.loss.signalToNoiseDecibels.toFixed(1)} dB` : "no signal"}</td><td class="number">${l.loss?.values ? percent(l.loss.saturated / l.loss.values) : "–"}</td>`}</tr>`)}
          ${look.times && only("choosing the answer", look.times.rest)}
          <tr><th scope="row">the rest</th><td></td><td></td><td class="number">${whole(look.modelBytes - weights)}</td><td class="number">${whole(look.ramBytes - ram)}</td><td></td><td></td>${hasLoss && html`<td></td><td></td>`}</tr>
          <tr class="total"><th scope="row">total</th><td></td><td></td><td class="number">${whole(look.modelBytes)}</td><td class="number">${whole(look.ramBytes)}</td><td class="number">${whole(look.macs)}</td><td class="number">${look.microseconds === null ? "–" : (look.microseconds / 1000).toFixed(2)}</td>${hasLoss && html`<td></td><td></td>`}</tr>
        </tbody>
      </table></div>
      ${!hasLoss && html`<p class="quiet">What rounding to integers cost each layer is known right after a training only.</p>`}
    </section>`;
}
