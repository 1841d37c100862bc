import { render } from "preact";
import { App } from "./app";
import { clientOf } from "./client";
import { EXAMPLES } from "./examples/examples";
import { fromHash } from "./state/permalink";
import { EMPTY } from "./state/state";
import { languageFor } from "./words/languages";

async function start(): Promise<void> {
  const client = clientOf((name) => new Worker(new URL(`${name}.js`, import.meta.url), { type: "module" }));
  const host = document.getElementById("app") as HTMLElement; // it stands in the page
  const restored = await fromHash(location.hash);
  const initial = restored?.state ?? {
    ...EMPTY,
    language: languageFor(navigator.languages),
    ...EXAMPLES[0]?.state,
  };
  host.replaceChildren();
  render(<App client={client} initial={initial} refused={restored?.refused ?? []} />, host);
  // A link that is opened in this page is another state.
  addEventListener("hashchange", () => location.reload());
}

void start();
