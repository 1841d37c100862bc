import { checkOptions } from "@chainrule/graph";
import type { ExportOptions } from "./listing";

/** Refuses options that an export does not have. @throws ChainruleError OPTION, OPERAND */
export const checkExport = (options: ExportOptions, where: string): void =>
  checkOptions<ExportOptions>(options ?? {}, { wrt: true, name: true }, where);
