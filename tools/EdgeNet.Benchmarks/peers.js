// What ONNX Runtime takes for the float models that peers.py has written. Prints a JSON object a line.
// Usage: node peers.js MNIST-FOLDER ONNX-FOLDER   (with onnxruntime-node to be found by require)
const fs = require('fs');
const zlib = require('zlib');
const ort = require('onnxruntime-node');

async function main() {
  const [folder, models] = process.argv.slice(2);
  const pixels = zlib.gunzipSync(fs.readFileSync(`${folder}/t10k-images-idx3-ubyte.gz`)).subarray(16);
  for (const name of ['784-32-10', '784-128-10', 'c8-c16-c16-f10']) {
    const session = await ort.InferenceSession.create(`${models}/${name}.onnx`, { intraOpNumThreads: 1, interOpNumThreads: 1, executionMode: 'sequential' });
    for (const batch of [1, 64]) {
      const feeds = [];
      for (let i = 0; i < Math.floor(1984 / batch); i++) {
        const values = Float32Array.from(pixels.subarray(i * batch * 784, (i + 1) * batch * 784), p => p / 255);
        feeds.push({ x: new ort.Tensor('float32', values, [batch, 784]) });
      }
      let best = Infinity;
      for (let round = 0; round < 15; round++) {
        const start = process.hrtime.bigint();
        for (const feed of feeds) await session.run(feed);
        best = Math.min(best, Number(process.hrtime.bigint() - start) / 1000 / feeds.length);
      }
      console.log(JSON.stringify({ who: 'ONNX Runtime', what: `inference ${name}, batch ${batch}`, value: best, unit: 'us' }));
    }
  }
}

main().catch(e => { console.error(e.message); process.exit(1); });
