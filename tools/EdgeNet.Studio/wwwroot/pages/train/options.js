// What a learner changes about the learning, as options of the command line: what is left empty is chosen by the trainer.
import { html } from "../../vendor/preact.js";
import { Field } from "./field.js";
import { withWord, wordOf } from "./words.js";

const options = plan => [
  { option: "--epochs", label: "Epochs", usual: plan?.epochs },
  { option: "--lr", label: "Learning rate", usual: plan && +plan.learningRate.toPrecision(3) },
  { option: "--schedule", label: "Schedule of the rate", choices: ["cosine", "constant"] },
  { option: "--optimizer", label: "Optimiser", choices: ["adam", "sgd", "momentum"] },
  { option: "--batch", label: "Samples per step", usual: plan?.batch },
  { option: "--weight-decay", label: "Weight decay", usual: plan && +plan.weightDecay.toPrecision(3) },
  { option: "--dropout", label: "Dropout", usual: 0 },
  { option: "--validation", label: "Held-out share", usual: 0 },
  { option: "--weight-bits", label: "Bits of a weight", choices: ["8", "4"] },
  { option: "--activation-bits", label: "Bits between layers", usual: 8 },
  { option: "--seed", label: "Seed", usual: 1 },
];

export function Options({ plan, train, change }) {
  const set = (option, value) => change(withWord(train, option, value.trim() === "" ? null : value.trim()));
  return html`
    <section class="card" aria-labelledby="options">
      <h2 id="options">Learning</h2>
      <div class="fields">
        ${options(plan).map(o => html`<label>${o.label}
          ${o.choices
            ? html`<select value=${wordOf(train, o.option) ?? ""} onChange=${event => set(o.option, event.target.value)}><option value="">usual</option>${o.choices.map(c => html`<option value=${c}>${c}</option>`)}</select>`
            : html`<${Field} type="text" inputmode="decimal" placeholder=${o.usual ?? ""} value=${wordOf(train, o.option) ?? ""} finish=${value => set(o.option, value)} />`}
        </label>`)}
      </div>
    </section>`;
}
