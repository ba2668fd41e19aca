// What all pages use.
import { html, useEffect, useState, useRef } from "../vendor/preact.js";
import { on } from "../link.js";

/** What the server said last of a topic; null before it has said anything. */
export function useTopic(topic) {
  const [said, setSaid] = useState(null);
  useEffect(() => on(topic, setSaid), [topic]);
  return said;
}

/** Runs something that may fail: [run, what went wrong, whether it runs]. */
export function useAction(action) {
  const [problem, setProblem] = useState("");
  const [busy, setBusy] = useState(false);
  const run = async (...values) => {
    setBusy(true);
    setProblem("");
    try {
      return await action(...values);
    } catch (error) {
      setProblem(error.message);
      return undefined;
    } finally {
      setBusy(false);
    }
  };
  return [run, problem, busy];
}

/** An error, which screen readers say at once. */
export const ErrorLine = ({ text }) => html`<p class="error" role="alert">${text ?? ""}</p>`;

/** Text with a button that copies it. */
export function CopyText({ text, label }) {
  const [copied, setCopied] = useState(false);
  const copy = async () => {
    await navigator.clipboard.writeText(text);
    setCopied(true);
    setTimeout(() => setCopied(false), 1500);
  };
  return html`<div class="copy"><code tabindex="0">${text}</code><button type="button" onClick=${copy} aria-label=${label}>${copied ? "Copied" : "Copy"}</button></div>`;
}

/** A canvas that a function paints whenever one of the inputs changes. */
export function Canvas({ paint, inputs, width, height, label, ...rest }) {
  const canvas = useRef(null);
  useEffect(() => paint(canvas.current.getContext("2d"), canvas.current), inputs);
  return html`<canvas ref=${canvas} width=${width} height=${height} role="img" aria-label=${label} ...${rest}></canvas>`;
}

/** The boards that a project can be for; choose gets the name of one. */
export const BoardChoice = ({ project, choose }) => html`
  <label>Board <select value=${project.board} onChange=${event => choose(event.target.value)}>
    ${[...new Set([...project.boards, project.board])].map(b => html`<option value=${b}>${b}</option>`)}
  </select></label>`;

/** 12345 -> 12,345 */
export const whole = number => number?.toLocaleString("en-US") ?? "";

/** 0.9831 -> 98.3 % */
export const percent = share => (share === null || share === undefined ? "" : `${(100 * share).toFixed(1)} %`);
