import { Transform } from "node:stream";

/*
 * Messages are lines. One that is longer than any call may be is not collected: the SDK would end the connection over it. It is taken
 * out, and answered by its id, which stands near its beginning or its end.
 */

/** So much of a line that is left out is looked at for its id. */
const LOOKED_AT = 500;

/** Passes on lines of at most so many bytes; `refuse` is told the id of a longer one, as JSON, or null. */
export function boundedLines(most: number, refuse: (id: string) => void): Transform {
  let kept: Buffer[] = [];
  let length = 0;
  let tail = Buffer.alloc(0);
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      for (let start = 0; start < chunk.length; ) {
        const end = chunk.indexOf(0x0a, start);
        const piece = chunk.subarray(start, end === -1 ? chunk.length : end);
        length += piece.length;
        if (length <= most) kept.push(piece);
        else {
          kept = [Buffer.concat(kept).subarray(0, LOOKED_AT)];
          tail = Buffer.concat([tail, piece.subarray(-LOOKED_AT)]).subarray(-LOOKED_AT);
        }
        if (end === -1) break;
        if (length <= most) this.push(Buffer.concat([...kept, Buffer.from("\n")]));
        else refuse(idIn(`${Buffer.concat(kept)}${tail}`));
        [kept, length, tail] = [[], 0, Buffer.alloc(0)];
        start = end + 1;
      }
      done();
    },
  });
}

/** The last id: a message has it at its beginning or its end, and what a call contains is escaped. */
const idIn = (text: string): string => [...text.matchAll(/"id"\s*:\s*(\d+|"[\w-]*")/g)].at(-1)?.[1] ?? "null";
