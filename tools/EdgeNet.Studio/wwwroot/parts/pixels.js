// A grid of pixels to paint with mouse, pen, finger or keyboard: what a thermal camera sees.
import { html, useEffect, useRef, useState } from "../vendor/preact.js";

const shownSize = 320;

/**
 * width, height: of the grid; values: one number per pixel, row by row; color(value): [r, g, b];
 * paint(values, column, row): the values after a stroke at a place (fractions of pixels); onChange(values).
 */
export function PixelPad({ width, height, values, color, paint, onChange, label }) {
  const canvas = useRef(null);
  const drawing = useRef(false);
  const current = useRef(values);
  const [cursor, setCursor] = useState(null); // where the keyboard is
  current.current = values;
  const scale = Math.max(1, Math.floor(shownSize / Math.max(width, height)));

  useEffect(() => {
    const context = canvas.current.getContext("2d");
    for (let i = 0; i < width * height; i++) {
      context.fillStyle = `rgb(${color(values[i]).join(" ")})`;
      context.fillRect((i % width) * scale, Math.floor(i / width) * scale, scale, scale);
    }
    if (cursor) {
      const style = getComputedStyle(canvas.current);
      context.strokeStyle = style.getPropertyValue("--two");
      context.lineWidth = 3;
      context.strokeRect(cursor[0] * scale + 1.5, cursor[1] * scale + 1.5, scale - 3, scale - 3);
    }
  }, [values, cursor, width, height]);

  const stroke = (column, row) => {
    const next = paint(current.current, column, row);
    current.current = next;
    onChange(next);
  };
  const point = event => {
    const box = canvas.current.getBoundingClientRect();
    stroke(((event.clientX - box.left) / box.width) * width, ((event.clientY - box.top) / box.height) * height);
  };
  const down = event => {
    event.preventDefault();
    canvas.current.focus({ preventScroll: true });
    canvas.current.setPointerCapture(event.pointerId);
    drawing.current = true;
    setCursor(null);
    point(event);
  };
  const move = event => {
    if (!drawing.current) return;
    // A fast stroke has points between two frames.
    for (const between of event.getCoalescedEvents?.() ?? [event]) point(between);
  };
  const key = event => {
    const step = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }[event.key];
    const [column, row] = cursor ?? [width >> 1, height >> 1];
    if (step) setCursor([Math.min(width - 1, Math.max(0, column + step[0])), Math.min(height - 1, Math.max(0, row + step[1]))]);
    else if (event.key === " " || event.key === "Enter") stroke(column + 0.5, row + 0.5);
    else return;
    event.preventDefault();
  };
  return html`<canvas ref=${canvas} class="pixels" width=${width * scale} height=${height * scale} tabindex="0" role="application" aria-label=${label}
    onPointerDown=${down} onPointerMove=${move} onPointerUp=${() => (drawing.current = false)} onPointerCancel=${() => (drawing.current = false)}
    onKeyDown=${key} onBlur=${() => setCursor(null)}></canvas>`;
}

/** A round brush: pixels within the radius take the value, those at its edge a part of it. */
export const brush = (width, height, radius, value) => (values, column, row) => {
  const next = values.slice();
  for (let y = Math.max(0, Math.floor(row - radius - 1)); y <= Math.min(height - 1, row + radius + 1); y++) {
    for (let x = Math.max(0, Math.floor(column - radius - 1)); x <= Math.min(width - 1, column + radius + 1); x++) {
      const share = Math.min(1, Math.max(0, radius + 0.5 - Math.hypot(x + 0.5 - column, y + 0.5 - row)));
      const i = y * width + x;
      const wanted = next[i] + share * (value - next[i]);
      // A stroke beside a stroke takes nothing of it away.
      next[i] = value >= next[i] ? Math.max(next[i], wanted) : Math.min(next[i], wanted);
    }
  }
  return next;
};
