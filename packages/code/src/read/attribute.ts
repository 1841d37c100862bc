import { entryCount, transpose } from "@chainrule/graph";
import type { Library } from "./call";
import { CONSTANTS } from "./names";
import { NONE, numberValue, truth, tuple, type Value } from "./value";

/** What a dot leads to: of a tensor, an object, a library. @throws Stop */
export function attributeOf(of: Value, name: string, library: Library): Value {
  if (of.kind === "unknown") return of;
  if (of.kind === "library") return ofLibrary(of.path, name);
  if (of.kind === "object") {
    const own = of.entries.get(name);
    if (own !== undefined) return own;
    return { kind: "method", of, name };
  }
  if (of.kind !== "tensor") return { kind: "method", of, name };
  switch (name) {
    case "T":
      return of.view((node) => transpose(node));
    case "mT":
      return of.view((node) => {
        const axes = node.shape.map((_, axis) => axis);
        axes.push(...axes.splice(-2).reverse());
        return transpose(node, axes);
      });
    case "shape":
      return tuple(of.shape.map(numberValue));
    case "ndim":
      return numberValue(of.shape.length);
    case "size":
      // NumPy's is a number, PyTorch's a method
      return library === "torch" ? { kind: "method", of, name } : numberValue(entryCount(of.shape));
    case "data":
      return of;
    case "dtype":
    case "device":
    case "layout":
      return { kind: "library", path: `tensor.${name}` };
    case "requires_grad":
      return truth(true);
    case "is_cuda":
    case "is_sparse":
      return truth(false);
    default:
      return { kind: "method", of, name };
  }
}

function ofLibrary(path: string, name: string): Value {
  if (name === "newaxis") return NONE;
  const number = Object.hasOwn(CONSTANTS, name) ? CONSTANTS[name] : undefined;
  return number === undefined ? { kind: "library", path: `${path}.${name}` } : numberValue(number);
}
