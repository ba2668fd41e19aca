// A sheet for digits and sketches: light strokes on dark, as in MNIST. What is kept is the sheet, smaller.
import { html, useEffect, useRef, useState } from "../vendor/preact.js";
import { send } from "../link.js";
import { ErrorLine, useAction } from "./common.js";

/** The side of what is kept, in pixels. */
export const kept = 112;

const sheet = 336, pen = 26;

/** Paints with the pointer on a canvas; tells when there is something on it. */
export function useSheet(onStroke) {
  const canvas = useRef(null);
  const clear = () => {
    const context = canvas.current.getContext("2d", { alpha: false });
    context.fillStyle = "#000";
    context.fillRect(0, 0, sheet, sheet);
    onStroke(false);
  };
  useEffect(clear, []);
  const last = useRef(null);
  const at = event => {
    const box = canvas.current.getBoundingClientRect();
    return [(event.clientX - box.left) * sheet / box.width, (event.clientY - box.top) * sheet / box.height];
  };
  const down = event => {
    event.preventDefault();
    canvas.current.setPointerCapture(event.pointerId);
    last.current = at(event);
    stroke([last.current]);
    onStroke(true);
  };
  const move = event => {
    if (last.current) stroke((event.getCoalescedEvents?.() ?? [event]).map(at));
  };
  const up = () => { last.current = null; };
  const stroke = points => {
    const context = canvas.current.getContext("2d", { alpha: false });
    Object.assign(context, { strokeStyle: "#fff", lineWidth: pen, lineCap: "round", lineJoin: "round" });
    context.beginPath();
    context.moveTo(...last.current);
    for (const point of points) context.lineTo(...point);
    context.stroke();
    last.current = points.at(-1);
  };
  return [{ ref: canvas, width: sheet, height: sheet, onPointerDown: down, onPointerMove: move, onPointerUp: up, onPointerCancel: up }, canvas, clear];
}

/** The canvas as a PNG of so many pixels. */
export function toPicture(canvas, side) {
  const small = Object.assign(document.createElement("canvas"), { width: side, height: side });
  const context = small.getContext("2d", { alpha: false });
  context.imageSmoothingQuality = "high";
  context.drawImage(canvas, 0, 0, side, side);
  return new Promise(resolve => small.toBlob(resolve, "image/png"));
}

export function Drawing({ label }) {
  const [drawn, setDrawn] = useState(false);
  const [said, setSaid] = useState("");
  const [events, canvas, clear] = useSheet(setDrawn);
  const [save, problem, busy] = useAction(async () => {
    const { id } = await send(`data.picture?label=${encodeURIComponent(label)}`, await toPicture(canvas.current, kept));
    setSaid(`Saved ${id}`);
    clear();
  });
  const key = event => {
    if (event.key === "Enter" && drawn && label) save();
  };
  return html`
    <canvas class="sheet" ...${events} tabindex="0" role="img" aria-label="Sheet to draw on with mouse, pen or finger" onKeyDown=${key}></canvas>
    <div class="row">
      <button type="button" class="main" disabled=${!drawn || !label || busy} onClick=${save}>Save${label && ` as ${label}`}</button>
      <button type="button" disabled=${!drawn} onClick=${clear}>Clear</button>
      <span role="status" class="quiet">${!label ? "Type a label, then draw." : said}</span>
    </div>
    <${ErrorLine} text=${problem} />`;
}
