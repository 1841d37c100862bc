import { parseText } from "@chainrule/graph/read";
import { parseLatex } from "@chainrule/latex";
const strip = (t: any): any => Array.isArray(t) ? t.map(strip) : t && typeof t === "object" ? Object.fromEntries(Object.entries(t).filter(([k]) => !["start","end","at","remarks"].includes(k)).map(([k, v]) => [k, strip(v)])) : t;
for (const s of ["ΔE/Δout = (t-out)*(-1)", "dE/dh_t = -(y - h_t)"]) {
console.log(JSON.stringify(strip(parseText(s))));
console.log(JSON.stringify(strip(parseLatex(s).lines[0])));
}
