// Runs ONNX files. Usage: node run.js FOLDER, whose jobs.json lists them: [{ "model": file, "inputs": [{ "file": floats, "dims": [..] }], "output": file }].
// Inputs are in the network's order; all values of its first output are written as floats.
const fs = require('fs');
const path = require('path');
const ort = require('onnxruntime-node');

async function main() {
  const folder = process.argv[2];
  const at = name => path.join(folder, name);
  const jobs = JSON.parse(fs.readFileSync(at('jobs.json')));

  // Without this, processors that lack VNNI add pairs of products in 16 bits, where they saturate.
  const options = { intraOpNumThreads: 1, interOpNumThreads: 1, logSeverityLevel: 3, extra: { session: { x64quantprecision: '1' } } };
  for (const job of jobs) {
    try {
      const session = await ort.InferenceSession.create(at(job.model), options);
      const feeds = {};
      job.inputs.forEach((input, i) => {
        const bytes = fs.readFileSync(at(input.file));
        feeds[session.inputNames[i]] = new ort.Tensor('float32', new Float32Array(bytes.buffer, bytes.byteOffset, bytes.length / 4), input.dims);
      });
      const output = (await session.run(feeds))[session.outputNames[0]];
      fs.writeFileSync(at(job.output), new Uint8Array(Float32Array.from(output.data, Number).buffer));
      await session.release();
    } catch (e) {
      throw new Error(`${job.model}: ${e.message}`);
    }
  }
}

main().catch(e => { console.error(e.message); process.exit(1); });
