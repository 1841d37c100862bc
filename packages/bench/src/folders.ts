import { fileURLToPath } from "node:url";

/** The folder of this package. */
export const bench = fileURLToPath(new URL("../", import.meta.url));
export const python = `${bench}python`;
export const native = `${bench}native`;
/** Where peers are installed, and where programs that load them must lie. */
export const peers = `${bench}peers`;
export const programs = `${peers}/dist`;
