const encoder = new TextEncoder();

/** A growing list of bytes, with WebAssembly's encodings of numbers. */
export class Bytes {
  #room = new Uint8Array(1024);
  #view = new DataView(this.#room.buffer);
  length = 0;

  #need(count: number): void {
    if (this.length + count <= this.#room.length) return;
    const larger = new Uint8Array(Math.max(2 * this.#room.length, this.length + count));
    larger.set(this.#room.subarray(0, this.length));
    this.#room = larger;
    this.#view = new DataView(larger.buffer);
  }

  byte(...values: readonly number[]): this {
    this.#need(values.length);
    for (const value of values) this.#room[this.length++] = value;
    return this;
  }

  /** An unsigned whole number below 2^32 (LEB128). */
  unsigned(value: number): this {
    this.#need(5);
    let rest = value >>> 0;
    while (rest >= 128) {
      this.#room[this.length++] = (rest & 127) | 128;
      rest >>>= 7;
    }
    this.#room[this.length++] = rest;
    return this;
  }

  /** A signed 32-bit whole number (LEB128). */
  signed(value: number): this {
    this.#need(5);
    let rest = value | 0;
    for (;;) {
      const low = rest & 127;
      rest >>= 7;
      if ((rest === 0 && low < 64) || (rest === -1 && low >= 64)) {
        this.#room[this.length++] = low;
        return this;
      }
      this.#room[this.length++] = low | 128;
    }
  }

  float(value: number): this {
    this.#need(8);
    this.#view.setFloat64(this.length, value, true);
    this.length += 8;
    return this;
  }

  text(value: string): this {
    const encoded = encoder.encode(value);
    return this.unsigned(encoded.length).raw(encoded);
  }

  raw(values: Uint8Array): this {
    this.#need(values.length);
    this.#room.set(values, this.length);
    this.length += values.length;
    return this;
  }

  done(): Uint8Array<ArrayBuffer> {
    return this.#room.slice(0, this.length);
  }
}
