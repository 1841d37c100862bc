import { useEffect, useRef } from "preact/hooks";

interface Props {
  readonly svg: string;
  readonly selected: string;
  readonly isStale: boolean;
  readonly onSelect: (name: string) => void;
}

/** Pictures are not drawn smaller than this part of their size: they scroll instead, so that figures can be read. */
const LEAST_SCALE = 0.62;
/** More parts than this are reached by the table alone: nobody tabs through hundreds. */
const MOST_STOPS = 80;

/** The picture; its parts can be pointed at, and reached by keyboard. */
export function Picture({ isStale, onSelect, selected, svg }: Props) {
  const host = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const element = host.current as HTMLDivElement; // it is there when effects run
    const focused = document.activeElement;
    const kept = focused !== null && element.contains(focused) ? focused.getAttribute("data-of") : null;
    element.innerHTML = svg; // written by our printer of pictures, which escapes names
    makeReachable(element, selected);
    if (kept !== null) focusPart(element, kept);
  }, [svg]);
  const choose = (target: EventTarget | null): void => {
    const name = target instanceof Element ? target.closest("[data-of]")?.getAttribute("data-of") : null;
    if (name) onSelect(name);
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: its parts have roles and keys; the events rise to here
    <div
      class={isStale ? "drawing stale" : "drawing"}
      ref={host}
      onClick={({ target }) => choose(target)}
      onKeyDown={(event) => {
        if (event.key !== "Enter" && event.key !== " ") return;
        event.preventDefault();
        choose(event.target);
      }}
    />
  );
}

function makeReachable(element: Element, selected: string): void {
  const svg = element.querySelector("svg");
  svg?.setAttribute("role", "group");
  if (svg) svg.style.minWidth = `${Math.round(LEAST_SCALE * svg.viewBox.baseVal.width)}px`;
  const seen = new Set<string>();
  const parts = [...element.querySelectorAll("[data-of]")];
  const isReachable = new Set(parts.map((part) => part.getAttribute("data-of"))).size <= MOST_STOPS;
  for (const part of parts) {
    const name = part.getAttribute("data-of") ?? "";
    if (seen.has(name) || part.classList.contains("edge") || !isReachable) continue;
    seen.add(name);
    part.setAttribute("tabindex", "0");
    part.setAttribute("role", "button");
    part.setAttribute("aria-pressed", String(name === selected));
  }
}

function focusPart(element: Element, name: string): void {
  const part = [...element.querySelectorAll<SVGElement>('[tabindex="0"]')].find(
    (each) => each.getAttribute("data-of") === name,
  );
  part?.focus();
}
