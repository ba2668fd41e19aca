// What the project is about: its data, its board, and what it may start from.
import { html, useEffect, useState } from "../vendor/preact.js";
import { ask } from "../link.js";
import { BoardChoice, CopyText, ErrorLine, useAction } from "../parts/common.js";

const dataOf = train => train[train.indexOf("--data") + 1];

export function Start({ project }) {
  const [beginnings, setBeginnings] = useState(null);
  const [change, problem, busy] = useAction(async (name, body, next) => {
    await ask(name, body);
    if (next) location.hash = next;
  });
  useEffect(() => void ask("project.beginnings").then(setBeginnings), [project.folder]);
  const choose = data => change("project.change", { train: ["--data", data] }, "#train");
  const chosen = project.train.includes("--data") ? dataOf(project.train) : null;
  return html`
    <section class="card" aria-labelledby="now">
      <h2 id="now">${chosen ? `This project learns from ${chosen}` : "What should the network learn from?"}</h2>
      ${chosen && html`
        <p>The command line does all that the studio does. This is the training of this project, to be run in its folder:</p>
        <${CopyText} text=${project.command} label="Copy the command line" />`}
      ${!chosen && html`<p>Choose an example or data below, or <a href="#data">draw, photograph or drop your own</a>.</p>`}
      <${BoardChoice} project=${project} choose=${board => change("project.change", { board })} />
      <${ErrorLine} text=${problem} />
    </section>
    ${beginnings && html`
      <${Choices} title="Examples" busy=${busy} entries=${beginnings.examples.map(e => ({ title: e.title, about: e.about, missing: e.missing, go: () => change("project.example", { name: e.name }, "#train") }))} />
      <${Choices} title="Built-in data" busy=${busy} entries=${beginnings.builtIn.map(d => ({ title: d.name, about: d.description, go: () => choose("builtin:" + d.name) }))} />
      <${Choices} title=${`Files in ${project.name}`} busy=${busy} entries=${beginnings.files.map(f => ({ title: f, about: f.endsWith("/") ? "a folder" : "a file", go: () => choose(f) }))} />`}`;
}

function Choices({ title, entries, busy }) {
  return entries.length > 0 && html`
    <section aria-label=${title}>
      <h2>${title}</h2>
      <div class="choices">
        ${entries.map(e => html`<button type="button" class="card choice" disabled=${busy || e.missing} onClick=${e.go}>
          <strong>${e.title}</strong><span>${e.about}</span>${e.missing && html`<span class="warn">${e.missing}</span>`}</button>`)}
      </div>
    </section>`;
}
