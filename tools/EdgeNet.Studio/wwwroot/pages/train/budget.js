// What the network costs on the chosen board, before anything is trained.
import { html, useEffect, useState } from "../../vendor/preact.js";
import { ask } from "../../link.js";
import { BoardChoice, useTopic, whole } from "../../parts/common.js";

const milliseconds = cost => (cost.microseconds < 10_000 ? (cost.microseconds / 1000).toFixed(2) : (cost.microseconds / 1000).toFixed(0));

export function Budget({ plan, train, project }) {
  const [cost, setCost] = useState(null);
  const [problem, setProblem] = useState("");
  const change = board => ask("project.change", { board }).catch(error => setProblem(error.message));
  const budget = plan?.budget;
  const isLinked = useTopic("link") === "open";
  useEffect(() => {
    let ended = false;
    setProblem("");
    const timer = isLinked && budget && setTimeout(() => ask("training.cost", { train }).then(
      c => ended || setCost({ ...c, model: budget.model }),
      error => ended || (setCost(null), setProblem(error.message))), 400);
    return () => {
      ended = true;
      clearTimeout(timer);
    };
  }, [budget && JSON.stringify(budget), project.board, isLinked]);
  const known = cost && cost.model === budget?.model && cost.board === project.board ? cost : null;
  return html`
    <section class="budget" aria-labelledby="budget">
      <h2 id="budget" class="sr">What it costs</h2>
      <${BoardChoice} project=${project} choose=${change} />
      <${Figure} name="model file" value=${budget && whole(budget.bytes)} unit="bytes" />
      <${Figure} name="RAM of the network" value=${budget && whole(budget.ramBytes)} unit="bytes" />
      <${Figure} name="one answer" value=${known && (known.fits ? milliseconds(known) : "no room")} unit=${known && !known.fits ? "" : "ms"} bad=${known && !known.fits} />
      <div class="figure grow"><span class="quiet">heap of the whole app ${known ? `${whole(known.heap)} of ${whole(known.heapOfBoard)} bytes` : "…"}</span>
        <meter min="0" max="1" high="0.9" value=${known ? Math.min(1, known.heap / known.heapOfBoard) : 0} aria-label="Heap of the whole app"></meter></div>
      ${known && !known.fits && html`<p class="error" role="status">The app with this model does not fit ${known.board}: choose fewer units, or another board.</p>`}
      ${problem && html`<p class="error" role="alert">${problem}</p>`}
    </section>`;
}

const Figure = ({ name, value, unit, bad }) => html`<div class="figure"><span class="quiet">${name}</span><strong class=${bad ? "error" : ""}>${value ?? "…"} ${value ? unit : ""}</strong></div>`;
