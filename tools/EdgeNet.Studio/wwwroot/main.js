// The frame of the studio: which page is shown, and whether the server is there.
import { html, render, useEffect, useState } from "./vendor/preact.js";
import { ErrorLine, useTopic } from "./parts/common.js";
import { Board } from "./pages/board.js";
import { Data } from "./pages/data.js";
import { Look } from "./pages/look.js";
import { Start } from "./pages/start.js";
import { Train } from "./pages/train.js";
import { Try } from "./pages/try.js";
import { Wekinator } from "./pages/wekinator.js";

const pages = [
  { name: "start", title: "Project", Page: Start },
  { name: "data", title: "Data", Page: Data },
  { name: "train", title: "Train", Page: Train },
  { name: "look", title: "Look", Page: Look },
  { name: "try", title: "Try", Page: Try },
  { name: "board", title: "Board", Page: Board },
  { name: "wekinator", title: "Wekinator", Page: Wekinator },
];

const linkWords = {
  locked: "This address lacks its token. Open the address that edgenet studio printed.",
  lost: "The connection to the studio was lost; trying again …",
  gone: "The studio does not answer. If it was started again, open the address that it printed.",
};

const shown = () => pages.find(p => "#" + p.name === location.hash) ?? pages[0];

function Studio() {
  const [page, setPage] = useState(shown());
  const link = useTopic("link");
  const project = useTopic("project");
  const fault = useTopic("fault");
  useEffect(() => {
    const change = () => setPage(shown());
    addEventListener("hashchange", change);
    return () => removeEventListener("hashchange", change);
  }, []);
  useEffect(() => scrollTo(0, 0), [page]);
  useEffect(() => {
    document.title = `${page.title} · ${project?.name ?? "EdgeNet Studio"}`;
  }, [page, project?.name]);
  return html`
    <a class="skip" href="#content" onClick=${event => { event.preventDefault(); document.getElementById("content").focus(); }}>Skip to the page</a>
    <header>
      <h1><img src="icon.svg" alt="" width="28" height="28" /> EdgeNet Studio <span class="quiet" title=${project?.folder}>${project?.name}</span></h1>
      <nav aria-label="Pages">
        ${pages.map(p => html`<a href=${"#" + p.name} aria-current=${p === page ? "page" : undefined}>${p.title}</a>`)}
      </nav>
    </header>
    <div class="link" role="status">${linkWords[link] ?? ""}</div>
    <main id="content" tabindex="-1">
      <${ErrorLine} text=${project?.problem} />
      <${ErrorLine} text=${fault?.text} />
      ${project && html`<${page.Page} project=${project} key=${page.name} />`}
    </main>`;
}

const root = document.getElementById("studio");
root.replaceChildren();
render(html`<${Studio} />`, root);
