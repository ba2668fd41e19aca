// The layers of the network: as cards, and as the text of --model. The server reads the text, and the cards show what it read.
import { html, useRef } from "../../vendor/preact.js";
import { whole } from "../../parts/common.js";
import { Field } from "./field.js";
import { withModel, withWord, wordOf } from "./words.js";

const activations = ["relu", "tanh", "sigmoid", "linear"];
const counted = ["dense", "conv", "conv1d", "pointwise"];

const isActivation = word => activations.includes(word);

export function Layers({ plan, train, change, problem }) {
  const layers = plan?.budget.layers ?? [];

  // Until the server has read what the cards have said last, they go by that.
  const said = useRef(null);
  const texts = said.current !== null && said.current === wordOf(train, "--model") ? said.current.split(", ") : layers.map(l => l.text);
  const put = texts => {
    said.current = texts.join(", ");
    change(withModel(train, said.current));
  };
  const replace = (at, text) => put(texts.map((t, l) => (l === at ? text : t)));
  const add = text => {
    const firstDense = texts.findIndex(t => t.startsWith("dense"));
    const at = text.startsWith("dense") ? texts.length - 1 : firstDense;
    put([...texts.slice(0, at), text, ...texts.slice(at)]);
  };
  const isPicture = plan && plan.input.includes("x");
  return html`
    <section class="card" aria-labelledby="network">
      <h2 id="network">Network</h2>
      <ol class="layers">
        <li class="layer"><strong>input</strong><span class="quiet">${plan?.input ?? "…"}</span></li>
        ${texts.map((text, l) => html`<${Layer} text=${text} known=${layers.find((layer, k) => k === l && layer.text === text)} number=${l + 1} last=${l === texts.length - 1} plan=${plan}
          replace=${text => replace(l, text)} remove=${() => put(texts.filter((_, k) => k !== l))} />`)}
      </ol>
      <div class="row">
        <button type="button" disabled=${!plan} onClick=${() => add("dense 8 relu")}>Add dense</button>
        ${isPicture && html`
          <button type="button" onClick=${() => add("conv 8 3x3 stride 2 relu")}>Add convolution</button>
          <button type="button" onClick=${() => add("pool 2")}>Add pool</button>`}
        <label>Size <select value=${["tiny", "small", "accurate"].includes(wordOf(train, "--model")) ? wordOf(train, "--model") : ""}
          onChange=${event => change(event.target.value ? withModel(train, event.target.value) : withWord(train, "--model", null))}>
          <option value="">${wordOf(train, "--model") === null ? "usual" : "my own"}</option>
          ${["tiny", "small", "accurate"].map(size => html`<option value=${size}>${size}</option>`)}
        </select></label>
      </div>
      <label class="wide">The same as text (--model)
        <input type="text" spellcheck=${false} autocomplete="off" aria-invalid=${problem ? "true" : "false"} value=${wordOf(train, "--model") ?? plan?.budget.model ?? ""}
          onInput=${event => change(event.target.value.trim() ? withModel(train, event.target.value) : withWord(train, "--model", null))} />
      </label>
    </section>`;
}

function Layer({ text, known, number, last, plan, replace, remove }) {
  const words = text.split(" ");
  const hasCount = counted.includes(words[0]) && /^\d+$/.test(words[1]);
  const activation = words.find(isActivation);
  const setCount = value => /^[1-9]\d*$/.test(value) && replace([words[0], value, ...words.slice(2)].join(" "));
  const setActivation = value => replace([...words.filter(w => !isActivation(w)), value].join(" "));
  const rest = words.slice(hasCount ? 2 : 1).filter(w => !isActivation(w)).join(" ");
  return html`
    <li class="layer">
      <div class="row"><strong>${words[0]}</strong>${rest && html`<span>${rest}</span>`}
        ${!last && html`<button type="button" class="small" onClick=${remove} aria-label=${`Remove layer ${number}`}>×</button>`}</div>
      ${hasCount && !last && html`<label>${words[0] === "dense" ? "Units" : "Filters"} <${Field} type="number" min="1" max="4096" value=${words[1]} finish=${setCount} /></label>`}
      ${activation && !last && html`<label>Activation <select value=${activation} onChange=${event => setActivation(event.target.value)}>${activations.map(a => html`<option value=${a}>${a}</option>`)}</select></label>`}
      ${last && html`<span>${plan.labels.length > 4 ? `${plan.labels.length} classes` : plan.labels.join(", ")}</span>`}
      <span class="quiet">${known ? `gives ${known.output}; ${whole(known.weightBytes)} bytes` : "…"}</span>
    </li>`;
}
