// All samples, as thumbnails or traces. Only what is in sight is fetched and drawn, however many there are.
import { html, useEffect, useRef, useState } from "../vendor/preact.js";
import { ask, fetchBytes } from "../link.js";
import { ErrorLine, useAction, whole } from "./common.js";

const tile = { width: 88, height: 100 }, picture = 64, chunk = 60, mostChosen = 5000;

export function SampleGrid({ overview }) {
  const [label, setLabel] = useState(null);
  const [part, setPart] = useState(null);
  const [chosen, setChosen] = useState(new Map());
  const [newLabel, setNewLabel] = useState("");
  const [act, problem, busy] = useAction(async (name, body) => {
    await ask(name, body);
    setChosen(new Map());
  });
  const change = async (name, more = {}) => {
    const all = [...chosen.values()];
    // Samples of test data of their own may have the same names.
    const parts = overview.hasOwnTest ? [...new Set(all.map(s => s.part))] : [null];
    for (const p of parts) await act(name, { samples: all.filter(s => p === null || s.part === p).map(s => s.id), part: p, ...more });
  };
  const choose = sample => setChosen(old => {
    const next = new Map(old), key = `${sample.part} ${sample.id}`;
    if (!next.delete(key)) next.set(key, sample);
    return next;
  });
  const chooseAll = async () => {
    const { samples } = await ask("data.page", { from: 0, count: mostChosen, label, part });
    setChosen(new Map(samples.map(s => [`${s.part} ${s.id}`, s])));
  };
  return overview.total > 0 && html`
    <section class="card" aria-labelledby="samples">
      <div class="row">
        <h2 id="samples">Samples</h2>
        <label>Class <select onChange=${event => setLabel(event.target.value === "" ? null : event.target.value)}>
          <option value="">all</option>${overview.classes.map(c => html`<option value=${c.label}>${c.label}</option>`)}</select></label>
        <label>Part <select onChange=${event => setPart(event.target.value || null)}>
          <option value="">both</option><option value="train">train</option><option value="test">test</option></select></label>
        <button type="button" disabled=${!overview.canUndo || busy} onClick=${() => act("data.undo")}>Undo</button>
        <button type="button" onClick=${() => ask("data.refresh")}>Read again</button>
      </div>
      <div class="row" role="group" aria-label="Chosen samples">
        <span role="status">${whole(chosen.size)} chosen</span>
        <button type="button" onClick=${chooseAll} disabled=${busy}>Choose all${label === null ? "" : ` ${label}`}</button>
        ${chosen.size > 0 && html`
          ${overview.hasLabels && html`
            <label>New label <input value=${newLabel} list="labels-of-grid" size="10" maxlength="63" onInput=${event => setNewLabel(event.target.value)} /></label>
            <datalist id="labels-of-grid">${overview.classes.map(c => html`<option value=${c.label} />`)}</datalist>
            <button type="button" disabled=${!newLabel.trim() || busy} onClick=${() => change("data.relabel", { label: newLabel.trim() })}>Relabel</button>`}
          <button type="button" disabled=${busy} onClick=${() => change("data.delete")}>Delete</button>
          <button type="button" onClick=${() => setChosen(new Map())}>Choose none</button>`}
      </div>
      <${ErrorLine} text=${problem} />
      <${Tiles} overview=${overview} label=${label} part=${part} chosen=${chosen} choose=${choose} key=${`${label} ${part}`} />
      ${!overview.isStore && html`<p class="quiet">The data stay as they are; what you change is kept beside them in a file of corrections.</p>`}
    </section>`;
}

function Tiles({ overview, label, part, chosen, choose }) {
  const frame = useRef(null);
  const [sight, setSight] = useState({ top: 0, width: 0, height: 0 });
  const [chunks, setChunks] = useState(new Map());
  const [total, setTotal] = useState(null);
  const [problem, setProblem] = useState("");
  const asked = useRef(new Set());
  useEffect(() => {
    const look = () => frame.current && setSight({ top: frame.current.scrollTop, width: frame.current.clientWidth, height: frame.current.clientHeight });
    look();
    const observer = new ResizeObserver(look);
    observer.observe(frame.current);
    return () => observer.disconnect();
  }, []);
  // What is shown stays until the new samples are there.
  const version = useRef(overview.version);
  useEffect(() => {
    version.current = overview.version;
    asked.current = new Set();
    setTotal(null);
  }, [overview.version]);
  const all = total ?? (label === null && part === null ? overview.total : 1);
  const columns = Math.max(1, Math.floor(sight.width / tile.width)), rows = Math.ceil(all / columns);
  const from = Math.max(0, Math.floor(sight.top / tile.height) - 1) * columns, to = Math.min(all, (Math.ceil((sight.top + sight.height) / tile.height) + 1) * columns);
  const inSight = useRef(0);
  inSight.current = Math.floor(from / chunk);
  useEffect(() => {
    for (let c = Math.floor(from / chunk); c * chunk < to; c++) {
      if (sight.width === 0 || asked.current.has(c)) continue;
      asked.current.add(c);
      fetchChunk(overview, c, label, part).then(({ samples, total }) => {
        if (version.current !== overview.version) return;
        setTotal(total);
        // Only those near what is in sight now are kept: others may come late.
        const isNear = k => Math.abs(k - inSight.current) < 12;
        for (const k of asked.current) if (!isNear(k)) asked.current.delete(k);
        setChunks(old => new Map([...old, [c, samples]].filter(([k]) => isNear(k))));
      }, error => { asked.current.delete(c); setProblem(error.message); });
    }
  }, [from, to, overview.version, sight.width]);
  const tiles = [];
  for (let i = from; i < to; i++) {
    const sample = chunks.get(Math.floor(i / chunk))?.[i % chunk];
    if (sample) tiles.push(html`<${Tile} key=${i} sample=${sample} at=${{ left: `${(i % columns) * tile.width}px`, top: `${Math.floor(i / columns) * tile.height}px` }} isChosen=${chosen.has(`${sample.part} ${sample.id}`)} choose=${choose} />`);
  }
  return html`
    <${ErrorLine} text=${problem} />
    <div class="tiles" ref=${frame} tabindex="0" role="group" aria-label="Samples" onScroll=${event => setSight(s => ({ ...s, top: event.target.scrollTop }))}>
      <div style=${{ height: `${rows * tile.height}px` }}>${tiles}</div>
    </div>`;
}

function Tile({ sample, at, isChosen, choose }) {
  const canvas = useRef(null);
  useEffect(() => (sample.pixels ? paintPicture(canvas.current, sample.pixels) : paintTrace(canvas.current, sample.trace)), [sample.pixels, sample.trace]);
  return html`
    <button type="button" class="tile" style=${at} aria-pressed=${isChosen} title=${sample.id} onClick=${() => choose(sample)}>
      <canvas ref=${canvas} width=${picture} height=${picture}></canvas>
      <span>${sample.label}</span>${sample.part === "test" && html`<small>test</small>`}<span class="sr">${sample.id}</span>
    </button>`;
}

async function fetchChunk(overview, c, label, part) {
  const wanted = { from: c * chunk, count: chunk, label, part };
  const query = Object.entries(wanted).filter(([, v]) => v !== null).map(([k, v]) => `${k}=${encodeURIComponent(v)}`).join("&");
  const [page, shown] = await Promise.all([
    ask("data.page", wanted),
    overview.arePictures ? fetchBytes(`data.thumbnails?${query}`).then(r => r.arrayBuffer()).then(picturesOf) : ask("data.traces", wanted),
  ]);
  return { total: page.total, samples: page.samples.map((s, i) => ({ ...s, [overview.arePictures ? "pixels" : "trace"]: shown[i] })) };
}

// Width, height, channels, a byte each, and the pixels of each picture.
function picturesOf(buffer) {
  const bytes = new Uint8Array(buffer), pictures = [];
  for (let at = 0; at + 3 <= bytes.length;) {
    const [width, height, channels] = bytes.subarray(at, at + 3);
    pictures.push({ width, height, channels, bytes: bytes.subarray(at + 3, at + 3 + width * height * channels) });
    at += 3 + width * height * channels;
  }
  return pictures;
}

function paintPicture(canvas, { width, height, channels, bytes }) {
  const context = canvas.getContext("2d");
  context.clearRect(0, 0, picture, picture);
  if (width === 0) return;
  const image = new ImageData(width, height);
  for (let i = 0; i < width * height; i++) {
    for (let c = 0; c < 3; c++) image.data[4 * i + c] = bytes[i * channels + (channels === 3 ? c : 0)];
    image.data[4 * i + 3] = 255;
  }
  const whole = Object.assign(document.createElement("canvas"), { width, height });
  whole.getContext("2d").putImageData(image, 0, 0);
  const scale = picture / Math.max(width, height);
  context.imageSmoothingEnabled = scale < 1;
  context.drawImage(whole, (picture - width * scale) / 2, (picture - height * scale) / 2, width * scale, height * scale);
}

function paintTrace(canvas, lines) {
  const context = canvas.getContext("2d"), style = getComputedStyle(canvas);
  context.clearRect(0, 0, picture, picture);
  if (!lines) return;
  const all = lines.flat().filter(v => v !== null), low = Math.min(0, ...all), range = Math.max(...all, 0) - low || 1;
  const y = v => picture - 2 - (picture - 4) * (v - low) / range;
  lines.forEach((line, n) => {
    context.strokeStyle = context.fillStyle = style.getPropertyValue(n % 2 ? "--two" : "--one");
    if (line.length <= 8) {
      line.forEach((v, i) => context.fillRect(2 + i * 60 / line.length, Math.min(y(v), y(0)), 50 / line.length, Math.max(1, Math.abs(y(v) - y(0)))));
      return;
    }
    context.beginPath();
    line.forEach((v, i) => context.lineTo(1 + i * (picture - 2) / (line.length - 1), y(v)));
    context.stroke();
  });
}
