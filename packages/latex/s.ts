import { derive } from "@chainrule/derive";
import { renderDocument } from "@chainrule/latex";
import { writeFileSync, mkdirSync } from "node:fs";
import { loss, parameters, rate, title } from "../../examples/mazur";
mkdirSync("/tmp/o",{recursive:true});
for (const form of ["chain","delta","factors"] as const) for (const [format,ext] of [["html","html"],["markdown","md"],["latex","tex"]] as const)
  writeFileSync(`/tmp/o/${form}.${ext}`, renderDocument(derive(loss,{wrt: form==="chain"?[parameters[4]!,parameters[0]!]:parameters, form, rate}), {format, title}));
