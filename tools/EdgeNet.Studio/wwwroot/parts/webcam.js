// Pictures of the webcam: what the square shows is what is kept, pixel for pixel, and not mirrored.
import { html, useEffect, useRef, useState } from "../vendor/preact.js";
import { send } from "../link.js";
import { ErrorLine, useAction } from "./common.js";

/** The side of what is kept, in pixels. */
export const side = 128;

const betweenPictures = 120;

/** Paints the middle square of a video, shrunk and as it is, onto a canvas of side x side pixels. */
export function paintSquare(context, video) {
  const square = Math.min(video.videoWidth, video.videoHeight);
  context.imageSmoothingQuality = "high";
  context.drawImage(video, (video.videoWidth - square) / 2, (video.videoHeight - square) / 2, square, square, 0, 0, side, side);
}

/** Shows the camera on a canvas: [canvas, whether it runs, what is wrong, start, stop]. */
export function useCamera() {
  const canvas = useRef(null);
  const [stream, setStream] = useState(null);
  const [start, problem] = useAction(async () => {
    if (!navigator.mediaDevices) throw new Error("the browser gives no camera to this page; open it at 127.0.0.1");
    try {
      setStream(await navigator.mediaDevices.getUserMedia({ video: { width: { ideal: 640 }, height: { ideal: 480 } } }));
    } catch (error) {
      throw new Error(error.name === "NotAllowedError" ? "the browser was told not to show the camera to this page" : error.name === "NotFoundError" ? "there is no camera" : `the camera cannot be used (${error.message})`);
    }
  });
  useEffect(() => {
    if (!stream) return undefined;
    const video = Object.assign(document.createElement("video"), { srcObject: stream, muted: true, playsInline: true });
    const context = canvas.current.getContext("2d", { alpha: false, willReadFrequently: true });
    let frame = 0;
    const paint = () => {
      if (video.videoWidth > 0) paintSquare(context, video);
      frame = requestAnimationFrame(paint);
    };
    video.play().then(paint, () => undefined);
    return () => {
      cancelAnimationFrame(frame);
      stream.getTracks().forEach(track => track.stop());
    };
  }, [stream]);
  return [canvas, stream !== null, problem, start, () => setStream(null)];
}

export function Webcam({ label }) {
  const [canvas, runs, cameraProblem, start, stop] = useCamera();
  const [count, setCount] = useState(0);
  const [problem, setProblem] = useState("");
  const held = useRef(false);
  const record = async () => {
    if (held.current || !label) return;
    held.current = true;
    setProblem("");
    try {
      // One after the other: a slow disk gets fewer pictures, not a queue of them.
      do {
        const picture = await new Promise(resolve => canvas.current.toBlob(resolve, "image/png"));
        await send(`data.picture?label=${encodeURIComponent(label)}`, picture);
        setCount(c => c + 1);
        await new Promise(resolve => setTimeout(resolve, betweenPictures));
      } while (held.current);
    } catch (error) {
      setProblem(error.message);
    } finally {
      held.current = false;
    }
  };
  const release = () => { held.current = false; };
  useEffect(() => release, []);
  const key = event => {
    if ((event.key === " " || event.key === "Enter") && !event.repeat) record();
  };
  return html`
    <canvas class="sheet camera" ref=${canvas} width=${side} height=${side} role="img" aria-label="What is kept of the webcam" hidden=${!runs}></canvas>
    <div class="row">
      ${runs ? html`
        <button type="button" class="main hold" disabled=${!label} onPointerDown=${record} onPointerUp=${release} onPointerLeave=${release} onPointerCancel=${release}
          onKeyDown=${key} onKeyUp=${release} onBlur=${release}>Hold to record${label && ` ${label}`}</button>
        <button type="button" onClick=${stop}>Stop the webcam</button>`
      : html`<button type="button" class="main" onClick=${start}>Start the webcam</button>`}
      <span role="status" class="quiet">${count > 0 ? `${count} saved` : !label ? "Type a label first." : ""}</span>
    </div>
    <${ErrorLine} text=${problem || cameraProblem} />`;
}
