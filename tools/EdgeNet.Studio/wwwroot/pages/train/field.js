// A field whose text is the user's until it is finished, however often the page is drawn meanwhile.
import { html, useState } from "../../vendor/preact.js";

export function Field({ value, finish, ...rest }) {
  const [typed, setTyped] = useState(null);
  const end = event => {
    setTyped(null);
    if (event.target.value !== value) finish(event.target.value);
  };
  return html`<input autocomplete="off" ...${rest} value=${typed ?? value} onInput=${event => setTyped(event.target.value)} onChange=${end} />`;
}
