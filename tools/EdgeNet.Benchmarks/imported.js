// What ONNX Runtime takes for a sample in the networks that the benchmark "imported" has written. Prints a JSON object a line.
// Usage: node imported.js FOLDER   with NAME.onnx, NAME.json (dimensions of a sample) and NAME.bin (samples as floats)
const fs = require('fs');
const path = require('path');
const ort = require('../../tests/EdgeNet.Import.Tests/node_modules/onnxruntime-node');

async function main() {
  const folder = process.argv[2];
  for (const file of fs.readdirSync(folder).filter(f => f.endsWith('.onnx')).sort()) {
    const name = path.join(folder, path.basename(file, '.onnx'));
    const session = await ort.InferenceSession.create(`${name}.onnx`, { intraOpNumThreads: 1, interOpNumThreads: 1, executionMode: 'sequential' });
    const dims = JSON.parse(fs.readFileSync(`${name}.json`));
    const count = dims.reduce((a, b) => a * b, 1);
    const bytes = fs.readFileSync(`${name}.bin`);
    const values = new Float32Array(bytes.buffer, bytes.byteOffset, bytes.length / 4);
    const feeds = [];
    for (let i = 0; i < values.length; i += count) feeds.push({ input: new ort.Tensor('float32', values.slice(i, i + count), dims) });

    // As EdgeNet is measured: warmed up, then the best of many short rounds, because other work on the machine disturbs some of them.
    const start = process.hrtime.bigint();
    for (let i = 0; i < 3 || process.hrtime.bigint() - start < 500_000_000n; i++) await session.run(feeds[i % feeds.length]);
    let best = Infinity;
    for (let round = 0; round < 300; round++) {
      const begin = process.hrtime.bigint();
      let calls = 0;
      for (; process.hrtime.bigint() - begin < 2_000_000n; calls += feeds.length) {
        for (const feed of feeds) await session.run(feed);
      }
      best = Math.min(best, Number(process.hrtime.bigint() - begin) / 1000 / calls);
    }
    console.log(JSON.stringify({ who: 'ONNX Runtime', what: path.basename(file, '.onnx'), value: best, unit: 'us' }));
  }
}

main().catch(e => { console.error(e.message); process.exit(1); });
