// A sample as people see it: a picture, readings as curves, or values.
import { html } from "../vendor/preact.js";

const width = 200, height = 80;

/** 3.14159 -> 3.142 */
export const figure = number => (number === null || number === undefined ? "–" : Number(number.toPrecision(4)).toLocaleString("en-US", { maximumFractionDigits: 6 }));

/** What is to be seen of a sample; alt is what those hear who do not see it. */
export function View({ view, alt }) {
  if (view.picture) return html`<img class="seen-picture" src=${view.picture} alt=${alt} />`;
  if (view.curves.length > 0) return html`<${Curves} curves=${view.curves} label=${alt} />`;
  return html`<dl class="named">${view.values.map(v => html`<div><dt>${v.name}</dt><dd>${figure(v.value)}</dd></div>`)}</dl>`;
}

/** Curves of one window, one per channel. */
export function Curves({ curves, label }) {
  const all = curves.flat(), low = Math.min(...all), high = Math.max(...all);
  const points = curve => curve.map((v, i) => `${(width * i / Math.max(1, curve.length - 1)).toFixed(1)},${(high > low ? 2 + (height - 4) * (high - v) / (high - low) : height / 2).toFixed(1)}`).join(" ");
  return html`<svg class="curves" viewBox=${`0 0 ${width} ${height}`} role="img" aria-label=${label}>${curves.map((c, i) => html`<polyline class=${`curve${i % 4}`} points=${points(c)} />`)}</svg>`;
}

/** A sample with what the model says of it; children are what can be done with it. */
export function SampleCard({ sample, children }) {
  return html`
    <figure class="card specimen">
      <${View} view=${sample.view} alt=${`${sample.view.name}: is ${sample.expected}, answered ${sample.answered}`} />
      <figcaption>is <strong>${sample.expected}</strong>, answered <strong class=${sample.right ? "good" : "bad"}>${sample.answered}</strong> <span class="quiet">(${sample.note})</span>
        <span class="quiet name">${sample.view.name}</span></figcaption>
      ${children}
    </figure>`;
}
