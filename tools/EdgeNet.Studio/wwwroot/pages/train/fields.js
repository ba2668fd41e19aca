// What the units of the first layer look for in a picture, and the picture that an output would like best.
import { html, useEffect, useState } from "../../vendor/preact.js";
import { ask } from "../../link.js";
import { Canvas, percent } from "../../parts/common.js";
import { bytesOf, signRgb } from "./colours.js";

function paintPicture(context, cells, width, height, channels, signed) {
  const image = new ImageData(width, height);
  for (let p = 0; p < width * height; p++) {
    const values = [...Array(channels).keys()].map(c => cells[p * channels + c]);
    const rgb = channels === 3 && !signed ? values : signed ? signRgb(values.reduce((a, b) => a + b, 0) / channels / 127.5 - 1) : [values[0], values[0], values[0]];
    image.data.set([...rgb, 255], 4 * p);
  }
  context.putImageData(image, 0, 0);
}

export function Fields({ view, plan }) {
  const { fields } = view;
  return html`
    <section class="card" aria-labelledby="fields">
      <h2 id="fields">What the first layer looks for</h2>
      <p class="quiet">A picture per unit: blue pixels speak for it, orange ones against it.</p>
      <div class="pictures">
        ${fields.units.map((surface, u) => html`<${Canvas} class="neuron" width=${fields.width} height=${fields.height} label=${`Unit ${u + 1}`} inputs=${[surface.cells]}
          paint=${context => paintPicture(context, bytesOf(surface.cells), fields.width, fields.height, fields.channels, true)} />`)}
      </div>
      <${Wish} plan=${plan} view=${view} />
    </section>`;
}

function Wish({ plan, view }) {
  const [output, setOutput] = useState(0);
  const [wish, setWish] = useState(null);
  const [busy, setBusy] = useState(false);
  useEffect(() => {
    if (busy || view.epoch === 0) return;
    setBusy(true);
    ask("training.wish", { output }).then(setWish, () => setWish(null)).finally(() => setBusy(false));
  }, [output, view.epoch]);
  return html`
    <h3>Backwards: the picture that a class would like best</h3>
    <div class="row">
      <label>Class <select value=${output} onChange=${event => setOutput(+event.target.value)}>${plan.labels.map((label, o) => html`<option value=${o}>${label}</option>`)}</select></label>
      ${wish && html`<${Canvas} class="neuron wish" width=${wish.width} height=${wish.height} label=${`The picture that ${plan.labels[output]} would like best`} inputs=${[wish]}
        paint=${context => paintPicture(context, bytesOf(wish.picture.cells), wish.width, wish.height, wish.channels, false)} />
        <span class="quiet">The network would call this ${plan.labels[output]} with ${percent(wish.answer)}.</span>`}
      ${view.epoch === 0 && html`<span class="quiet">Train first.</span>`}
    </div>`;
}
