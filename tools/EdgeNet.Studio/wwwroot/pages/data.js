// Data: gather them by drawing, by webcam, from files or a board; see them all; put labels right.
import { html, useEffect, useState } from "../vendor/preact.js";
import { ask } from "../link.js";
import { ErrorLine, useAction, useTopic, whole } from "../parts/common.js";
import { BoardRecorder } from "../parts/board-recorder.js";
import { Drawing } from "../parts/drawing.js";
import { FileDrop } from "../parts/file-drop.js";
import { SampleGrid } from "../parts/sample-grid.js";
import { Webcam } from "../parts/webcam.js";

const ways = [
  { name: "Draw", Way: Drawing, needsLabel: true, keepsPictures: true },
  { name: "Webcam", Way: Webcam, needsLabel: true, keepsPictures: true },
  { name: "Files", Way: FileDrop, needsLabel: true, hint: "for pictures that are in no folder" },
  { name: "Board", Way: BoardRecorder, needsLabel: true },
];

export function Data({ project }) {
  const news = useTopic("data");
  const [overview, setOverview] = useState(null);
  const [problem, setProblem] = useState("");
  useEffect(() => {
    let gone = false;
    ask("data.overview").then(o => { if (!gone) { setOverview(o); setProblem(""); } }, e => { if (!gone) setProblem(e.message); });
    return () => { gone = true; };
  }, [news?.version]);
  return html`
    <${ErrorLine} text=${problem} />
    ${overview && html`
      <div class="gather">
        <${Gather} project=${project} overview=${overview} />
        <${Balance} classes=${overview.classes} total=${overview.total} problem=${overview.problem} />
      </div>
      <${SampleGrid} overview=${overview} />`}`;
}

function Gather({ project, overview }) {
  const [way, setWay] = useState(ways[0]);
  const [label, setLabel] = useState("");
  const [choose, problem] = useAction(() => ask("data.choose", { data: overview.store }));
  const known = overview.hasLabels ? overview.classes.map(c => c.label) : [];
  const elsewhere = !overview.isStore && way.keepsPictures;
  return html`
    <section class="card" aria-labelledby="gather">
      <h2 id="gather">Gather</h2>
      <div class="row tabs" role="group" aria-label="How">
        ${ways.map(w => html`<button type="button" aria-pressed=${w === way} onClick=${() => setWay(w)}>${w.name}</button>`)}
      </div>
      ${way.needsLabel && html`
        <div class="row">
          <label>Label <input value=${label} list="labels" maxlength="63" size="12" placeholder="cat" onInput=${event => setLabel(event.target.value)} /></label>
          ${way.hint && html`<span class="quiet">${way.hint}</span>`}
          <datalist id="labels">${known.map(k => html`<option value=${k} />`)}</datalist>
          ${known.slice(0, 12).map(k => html`<button type="button" class="small" aria-pressed=${k === label} onClick=${() => setLabel(k)}>${k}</button>`)}
        </div>`}
      <${way.Way} label=${label.trim()} overview=${overview} key=${way.name} />
      ${elsewhere && html`
        <p class="row"><span class="warn">Pictures go to ${overview.store}/, but this project learns from other data.</span>
          <button type="button" onClick=${choose}>Learn from ${overview.store}/</button></p>`}
      <${ErrorLine} text=${problem} />
    </section>`;
}

// A bar per class: what is learned from, and what is kept for testing.
function Balance({ classes, total, problem }) {
  const most = Math.max(1, ...classes.map(c => c.train + c.test + c.unsplit));
  return html`
    <section class="card" aria-labelledby="balance">
      <h2 id="balance">${whole(total)} ${total === 1 ? "sample" : "samples"}</h2>
      ${problem && html`<p class="warn" role="status">${problem}</p>`}
      ${!problem && total > 0 && html`<p>Next: <a href="#train">train a network</a>.</p>`}
      ${classes.length > 0 && classes.length <= 40 && html`
        <div class="scroll"><table class="balance">
          <thead><tr><th>Class</th><th aria-hidden="true"></th><th class="number">Train</th><th class="number">Test</th></tr></thead>
          <tbody>
            ${classes.map(c => html`
              <tr>
                <th scope="row">${c.label}</th>
                <td aria-hidden="true"><div class="bar">
                  <span class="learned" style=${{ width: `${100 * (c.train + c.unsplit) / most}%` }}></span><span class="tested" style=${{ width: `${100 * c.test / most}%` }}></span>
                </div></td>
                <td class="number">${whole(c.train + c.unsplit)}</td><td class="number">${whole(c.test)}</td>
              </tr>`)}
          </tbody>
        </table></div>`}
      ${total === 0 && !problem && html`<p class="quiet">Nothing yet. Two classes are needed, with about 20 samples each for a first try.</p>`}
    </section>`;
}
