import { Bytes } from "./bytes";

export const TYPE = { i32: 0x7f, f64: 0x7c, v128: 0x7b, empty: 0x40 } as const;
export type ValueType = typeof TYPE.i32 | typeof TYPE.f64 | typeof TYPE.v128;

export interface FunctionType {
  readonly parameters: readonly ValueType[];
  readonly results: readonly ValueType[];
}

export interface WasmFunction {
  readonly type: FunctionType;
  /** Types of the locals after the parameters. */
  readonly locals: readonly ValueType[];
  /** Instructions, without the final `end`. */
  readonly code: Uint8Array;
  readonly exported?: string;
}

export interface ImportedFunction {
  readonly name: string;
  readonly type: FunctionType;
}

/** What `call_indirect` names the type `called` of a module. */
export const CALLED = 0;

/** The parts of a module. Function indices count the imports first. Functions of the table are called by position. */
export interface ModuleParts {
  readonly imports: readonly ImportedFunction[];
  readonly functions: readonly WasmFunction[];
  readonly table?: readonly number[];
  /** The type of the functions of the table; left out, types are numbered as they are met, those of imports first. */
  readonly called?: FunctionType;
  readonly pages: number;
  /** Whether its memory is one that several threads share. */
  readonly isShared?: boolean;
}

/** The bytes of a module that imports its memory and functions from `env`. */
export function moduleBytes(parts: ModuleParts): Uint8Array<ArrayBuffer> {
  const { imports, functions, table = [], called, pages, isShared = false } = parts;
  const types: FunctionType[] = [];
  const typeKeys = new Map<string, number>();
  const typeIndex = (type: FunctionType): number => {
    const key = `${type.parameters.join()}:${type.results.join()}`;
    const known = typeKeys.get(key);
    if (known !== undefined) return known;
    typeKeys.set(key, types.length);
    return types.push(type) - 1;
  };
  if (called !== undefined) typeIndex(called);
  const importTypes = imports.map(({ type }) => typeIndex(type));
  const functionTypes = functions.map(({ type }) => typeIndex(type));
  const module = new Bytes().byte(0, 0x61, 0x73, 0x6d, 1, 0, 0, 0);
  const section = (id: number, fill: (bytes: Bytes) => void): void => {
    const bytes = new Bytes();
    fill(bytes);
    module.byte(id).unsigned(bytes.length).raw(bytes.done());
  };
  section(1, (bytes) => {
    bytes.unsigned(types.length);
    for (const { parameters, results } of types) {
      bytes
        .byte(0x60)
        .unsigned(parameters.length)
        .byte(...parameters);
      bytes.unsigned(results.length).byte(...results);
    }
  });
  section(2, (bytes) => {
    bytes.unsigned(imports.length + 1);
    imports.forEach(({ name }, k) => {
      bytes
        .text("env")
        .text(name)
        .byte(0)
        .unsigned(importTypes[k] as number);
    });
    bytes.text("env").text("memory").byte(2);
    if (isShared) bytes.byte(3).unsigned(pages).unsigned(pages);
    else bytes.byte(0).unsigned(pages);
  });
  section(3, (bytes) => {
    bytes.unsigned(functions.length);
    for (const type of functionTypes) bytes.unsigned(type);
  });
  if (table.length > 0) section(4, (bytes) => bytes.byte(1, 0x70, 0).unsigned(table.length));
  section(7, (bytes) => {
    const exported = functions.flatMap(({ exported: name }, k) =>
      name === undefined ? [] : [[name, k] as const],
    );
    bytes.unsigned(exported.length);
    for (const [name, k] of exported)
      bytes
        .text(name)
        .byte(0)
        .unsigned(k + imports.length);
  });
  if (table.length > 0) {
    section(9, (bytes) => {
      bytes.byte(1, 0, 0x41, 0, 0x0b).unsigned(table.length);
      for (const index of table) bytes.unsigned(index);
    });
  }
  section(10, (bytes) => {
    bytes.unsigned(functions.length);
    for (const { locals, code } of functions) {
      const body = new Bytes();
      const runs: [count: number, type: ValueType][] = [];
      for (const type of locals) {
        const last = runs[runs.length - 1];
        if (last?.[1] === type) last[0]++;
        else runs.push([1, type]);
      }
      body.unsigned(runs.length);
      for (const [count, type] of runs) body.unsigned(count).byte(type);
      body.raw(code).byte(0x0b);
      bytes.unsigned(body.length).raw(body.done());
    }
  });
  return module.done();
}
