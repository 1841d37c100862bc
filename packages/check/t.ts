import { tensor, dim } from "@chainrule/graph";
import { fromLatex } from "@chainrule/latex";
const y = tensor("y", [1,2,4]), p = tensor("p", [3,5,7]);
const t = (s: string) => { try { const r = fromLatex(s, {y,p}, { indices: ["i"] }); console.log(s, [...(r.value as any).data].map((x: number) => x.toFixed(4)).join(" ")); } catch (e: any) { console.log(s, e.message); } };
t("p_i \\sum_j y_j - y_i"); t("-y_i (1 - p_i) + \\sum_{j \\neq i} y_j p_i"); t("\\sum_{j \\neq i} y_j p_i"); t("y_i (1 - p_i)");
