// Live readings of a board on a serial port, into a file of the project.
import { html, useState } from "../vendor/preact.js";
import { ask } from "../link.js";
import { ErrorLine, useAction, useTopic, whole } from "./common.js";

export function BoardRecorder({ label }) {
  const [port, setPort] = useState(localStorage.getItem("port") ?? "/dev/ttyUSB0");
  const [lines, setLines] = useState(false);
  const [count, setCount] = useState(200);
  const recording = useTopic("data.recording");
  const [start, problem, busy] = useAction(() => {
    localStorage.setItem("port", port);
    return ask("data.record", { port, label, lines, count: Number(count), out: lines ? "recordings" : "readings.csv" });
  });
  return html`
    <div class="row">
      <label>Port <input value=${port} size="14" onInput=${event => setPort(event.target.value)} /></label>
      <label>Readings <input type="number" min="1" max="1000000" value=${count} onInput=${event => setCount(event.target.value)} /></label>
      <label><input type="checkbox" checked=${lines} onChange=${event => setLines(event.target.checked)} /> lines of numbers</label>
    </div>
    <p class="quiet">${lines ? "Each run is a recording of its own in recordings/." : "EdgeNet's app on the board sends its sensor's readings; they go to readings.csv."}</p>
    <div class="row">
      ${recording?.isRunning
        ? html`<button type="button" onClick=${() => ask("data.stop")}>Stop</button><progress max=${recording.wanted} value=${recording.recorded} aria-label="Readings"></progress>`
        : html`<button type="button" class="main" disabled=${!label || busy} onClick=${start}>Record${label && ` ${label}`}</button>`}
      <span role="status" class="quiet">${recording ? `${whole(recording.recorded)} of ${whole(recording.wanted)} readings of ${recording.label} in ${recording.out}` : ""}</span>
      ${recording && !recording.isRunning && recording.recorded > 0 && html`<button type="button" onClick=${() => ask("data.choose", { data: recording.out })}>Learn from ${recording.out}</button>`}
    </div>
    <${ErrorLine} text=${problem || recording?.problem} />`;
}
