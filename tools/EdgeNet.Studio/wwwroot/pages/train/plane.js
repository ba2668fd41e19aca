// What a network of two inputs says all over the plane: in floating point, as a board computes it, and unit by unit.
import { html, useMemo, useState } from "../../vendor/preact.js";
import { Canvas } from "../../parts/common.js";
import { bytesOf, classColour, paintCells, shareTable, signColour, signTable } from "./colours.js";

const side = 400, unit = 40, gap = 14, column = 118, top = 22;

export function Plane({ view, points, plan, dark }) {
  const [output, setOutput] = useState(0);
  const [tests, setTests] = useState(false);
  const { surfaces } = view;
  const isClass = plan.task === "classification";
  const tables = useMemo(() => plan.labels.map((_, c) => shareTable(c, 1 / plan.labels.length)), [plan.labels.join()]);
  const colours = outputs => {
    const cells = outputs.map(s => bytesOf(s.cells));
    if (!isClass) return cell => signTable[cells[output][cell]];
    return cell => {
      let best = 0;
      for (let o = 1; o < cells.length; o++) if (cells[o][cell] > cells[best][cell]) best = o;
      return tables[best][cells[best][cell]];
    };
  };
  const paint = outputs => context => {
    paintCells(context, surfaces.size, colours(outputs), 0, 0, side);
    if (points) paintDots(context, surfaces, points, tests, isClass);
  };
  return html`
    <section class="card" aria-labelledby="plane">
      <h2 id="plane">What it says all over the plane</h2>
      <div class="row">
        ${isClass ? plan.labels.map((label, c) => html`<span class="legend-key"><svg width="14" height="14" aria-hidden="true"><circle cx="7" cy="7" r="6" fill=${classColour(c)} /></svg>${label}</span>`)
          : plan.labels.length > 1 && html`<label>Output <select value=${output} onChange=${event => setOutput(+event.target.value)}>${plan.labels.map((label, o) => html`<option value=${o}>${label}</option>`)}</select></label>`}
        <label><input type="checkbox" checked=${tests} onChange=${event => setTests(event.target.checked)} /> show test samples</label>
      </div>
      <div class="row maps">
        <figure><figcaption>floating point</figcaption><${Canvas} width=${side} height=${side} label=${`The answers of the network in floating point after ${view.epoch} epochs, by ${points?.names.join(" and ")}`} inputs=${[view, points, output, tests]} paint=${paint(surfaces.float)} /></figure>
        <figure><figcaption>8-bit integers, as on a board</figcaption><${Canvas} width=${side} height=${side} label="The answers of the same network with the integers of a board" inputs=${[view, points, output, tests]} paint=${paint(surfaces.integers)} /></figure>
      </div>
      <${Units} view=${view} plan=${plan} points=${points} dark=${dark} />
    </section>`;
}

function paintDots(context, surfaces, points, tests, isClass) {
  const at = (value, [from, to]) => side * (value - from) / (to - from);
  points.x.forEach((x, i) => {
    if (points.tested[i] && !tests) return;
    context.beginPath();
    context.arc(at(x, surfaces.x), side - at(points.y[i], surfaces.y), points.tested[i] ? 3.6 : 4.4, 0, 2 * Math.PI);
    context.fillStyle = isClass ? classColour(points.target[i]) : signColour(points.target[i] > 0.5 ? 1 : -1);
    context.fill();

    // A white ring and a thin dark one: a dot is seen on its own colour too. Test samples have the dark one only.
    context.lineWidth = 1.2;
    context.strokeStyle = points.tested[i] ? "#111" : "#fff";
    context.stroke();
    if (!points.tested[i]) {
      context.beginPath();
      context.arc(at(x, surfaces.x), side - at(points.y[i], surfaces.y), 5.2, 0, 2 * Math.PI);
      context.lineWidth = 0.6;
      context.strokeStyle = "#111";
      context.stroke();
    }
  });
}

// A column for the inputs, one per hidden layer, one for the outputs; weights are lines: blue where positive, orange and dashed where negative, as thick as they are large.
function Units({ view, plan, points, dark }) {
  const { surfaces, weights } = view;
  const names = points?.names ?? ["1", "2"];
  const columns = [2, ...surfaces.hidden.map(h => h.length), surfaces.float.length];
  const most = Math.max(...columns);
  const height = top + most * (unit + gap), width = columns.length * column - (column - unit) + 70;
  const place = (c, u) => [c * column, top + u * (unit + gap) + (most - columns[c]) * (unit + gap) / 2];
  const paint = context => {
    const ink = getComputedStyle(document.documentElement).getPropertyValue("--ink").trim();
    context.clearRect(0, 0, width, height);
    weights?.forEach((layer, l) => {
      const largest = Math.max(...layer.weights.map(Math.abs), 1e-9);
      for (let i = 0; i < Math.min(layer.inputs, columns[l]); i++) {
        for (let o = 0; o < Math.min(layer.outputs, columns[l + 1]); o++) {
          const weight = layer.weights[i * layer.outputs + o], strength = Math.abs(weight) / largest;
          if (strength < 0.02) continue;
          const [x1, y1] = place(l, i), [x2, y2] = place(l + 1, o);
          context.beginPath();
          context.moveTo(x1 + unit, y1 + unit / 2);
          context.bezierCurveTo(x1 + unit + 35, y1 + unit / 2, x2 - 35, y2 + unit / 2, x2, y2 + unit / 2);
          context.setLineDash(weight < 0 ? [5, 4] : []);
          context.lineWidth = 0.5 + 4.5 * strength;
          context.strokeStyle = weight < 0 ? "rgb(214,110,10)" : dark ? "rgb(90,160,230)" : "rgb(0,108,190)";
          context.stroke();
        }
      }
    });
    context.setLineDash([]);
    context.font = "12px system-ui, sans-serif";
    columns.forEach((count, c) => {
      context.fillStyle = ink;
      context.textAlign = "left";
      context.fillText(c === 0 ? "inputs" : c === columns.length - 1 ? "outputs" : `layer ${c}`, place(c, 0)[0], 12);
      for (let u = 0; u < count; u++) {
        const [x, y] = place(c, u);
        const n = surfaces.size;
        const cells = c === 0 ? null : bytesOf((c === columns.length - 1 ? surfaces.float : surfaces.hidden[c - 1])[u].cells);
        const slope = cell => Math.round(255 * (u === 0 ? cell % n : n - 1 - Math.floor(cell / n)) / (n - 1));
        paintCells(context, n, cell => signTable[c === 0 ? slope(cell) : cells[cell]], x, y, unit);
        context.lineWidth = 1;
        context.strokeStyle = ink;
        context.strokeRect(x + 0.5, y + 0.5, unit - 1, unit - 1);
        if (c === columns.length - 1 || c === 0) {
          context.fillStyle = ink;
          if (c > 0) context.fillText(plan.labels[u].slice(0, 10), x + unit + 6, y + unit / 2 + 4);
          else context.fillText(names[u].slice(0, 12), x, y + unit + 11);
        }
      }
    });
  };
  const layers = columns.slice(1, -1).map((count, l) => `layer ${l + 1} with ${count} units`).join(", ");
  return html`
    <h3>Unit by unit</h3>
    <p class="quiet">Blue is positive, orange negative. Lines are weights: dashed where negative, as thick as they are large.${weights ? "" : " This network has too many weights to draw them."}</p>
    <div class="scroll" tabindex="0" role="group" aria-label="The units of the network">
      <${Canvas} class="units" width=${width} height=${height} label=${`The network: two inputs, ${layers || "no hidden layer"}, ${plan.labels.length} outputs, each with what it says all over the plane`} inputs=${[view, dark, points]} paint=${paint} />
    </div>`;
}
