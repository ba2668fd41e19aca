// A chart of curves over epochs.
import { html, useEffect, useRef } from "../../vendor/preact.js";

// A classic script, because its ES module is three times as long: see index.html.
const uPlot = globalThis.uPlot;

// A line through one or two points is hard to see.
const few = (plot, series) => plot.data[series].filter(v => v !== null).length < 8;

const dark = matchMedia("(prefers-color-scheme: dark)");

/** series: [{label, colour (name of a CSS variable), dash}], data: one list of epochs and one per series. */
export function Chart({ label, series, data, format, range }) {
  const box = useRef(null);
  const plot = useRef(null);
  const shown = useRef(data);
  shown.current = data;
  useEffect(() => {
    const draw = () => {
      plot.current?.destroy();
      const colour = name => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
      const axis = { stroke: colour("--quiet"), grid: { stroke: colour("--line"), width: 1 }, ticks: { stroke: colour("--line"), width: 1 } };
      plot.current = new uPlot({
        width: box.current.clientWidth,
        height: 190,
        scales: { x: { time: false }, y: { range } },
        axes: [{ ...axis, size: 32, incrs: [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10_000, 20_000, 50_000, 100_000] }, { ...axis, size: 58, values: (_, values) => values.map(format) }],
        legend: { live: false },
        cursor: { drag: { x: false, y: false } },
        series: [{ label: "epoch" }, ...series.map(s => ({ label: s.label, stroke: colour(s.colour), width: 2, dash: s.dash, spanGaps: true, points: { show: few, size: 7 } }))],
      }, shown.current, box.current);
    };
    draw();
    const size = new ResizeObserver(() => plot.current.setSize({ width: box.current.clientWidth, height: 190 }));
    size.observe(box.current);
    dark.addEventListener("change", draw);
    return () => {
      size.disconnect();
      dark.removeEventListener("change", draw);
      plot.current.destroy();
    };
  }, [series.map(s => s.label).join()]);
  useEffect(() => plot.current?.setData(data), [data]);
  return html`<figure class="chart" aria-label=${label}><div ref=${box}></div></figure>`;
}
