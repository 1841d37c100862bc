import { Node, type Size, topologicalOrder } from "@chainrule/graph";
import { AxisClasses, rebuilt } from "./axes";

/**
 * The same graphs with other sizes wherever sizes are numbers that could as well be others: no two sizes that meet in one
 * of the graphs, down to what has a name, are equal. A network of 784 by 128 becomes one of 2 by 3, and one of 16 by 16
 * too, so that a transposed matrix shows. Symbols whose shape changes have no values. `keepsCounts` leaves the sizes that may
 * have become part of numbers.
 */
export function resized(roots: readonly Node[], keepsCounts = false): Node[] {
  if (topologicalOrder(roots).every(({ shape }) => shape.length === 0)) return [...roots];
  const classes = new AxisClasses(roots);
  const sizes = chosenSizes(roots, classes, keepsCounts);
  const leaves = new Map<Node, Node>();
  const size = (node: Node, axis: number): Size =>
    sizes.get(classes.of(node, axis)) ?? (node.shape[axis] as Size);
  const replace = (node: Node): Node | undefined => {
    if (node.attrs.cell === undefined || node.shape.length === 0) return undefined;
    const known = leaves.get(node);
    if (known !== undefined) return known;
    const shape = node.shape.map((_, axis) => size(node, axis));
    const leaf = new Node(node.op, [], { ...node.attrs, cell: { value: undefined } }, shape);
    leaves.set(node, leaf);
    return leaf;
  };
  return rebuilt(roots, { replace, size });
}

/** The smallest size from 2 on that nothing beside it has, for every class of axes that is free to have one. */
function chosenSizes(
  roots: readonly Node[],
  classes: AxisClasses,
  keepsCounts: boolean,
): Map<number, number> {
  const neighbours = new Map<number, Set<number>>();
  const isFree = (axisClass: number): boolean =>
    classes.isFree(axisClass) &&
    typeof classes.sizeOf(axisClass) === "number" &&
    !(keepsCounts && classes.isCounted(axisClass));
  const met = new Set<number>();
  const taken = new Set<number>();
  const meet = (group: ReadonlySet<number>): void => {
    for (const axisClass of group) {
      const known = neighbours.get(axisClass) ?? new Set();
      neighbours.set(axisClass, known);
      for (const other of group) if (other !== axisClass) known.add(other);
    }
  };
  const classesOf = (node: Node): number[] => node.shape.map((_, axis) => classes.of(node, axis));
  for (const root of roots) {
    const group = new Set<number>();
    for (const node of upToNames(root)) for (const axisClass of classesOf(node)) group.add(axisClass);
    for (const axisClass of group) {
      const size = classes.sizeOf(axisClass);
      if (isFree(axisClass)) met.add(axisClass);
      else if (typeof size === "number") taken.add(size);
    }
    meet(group);
  }
  for (const node of topologicalOrder(roots)) {
    const group = new Set([...classesOf(node), ...node.inputs.flatMap(classesOf)]);
    for (const axisClass of group) if (isFree(axisClass)) met.add(axisClass);
    meet(group);
  }
  const sizes = new Map<number, number>();
  for (const axisClass of met) {
    const beside = new Set([...(neighbours.get(axisClass) ?? [])].map((other) => sizes.get(other)));
    let size = 2;
    while (beside.has(size) || taken.has(size)) size++;
    sizes.set(axisClass, size);
  }
  return sizes;
}

/** The nodes of an expression down to the quantities that it names. */
function upToNames(root: Node): Node[] {
  const met = new Set<Node>();
  const pending = [root];
  for (let node = pending.pop(); node !== undefined; node = pending.pop()) {
    if (met.has(node)) continue;
    met.add(node);
    if (node.attrs.name === undefined || node === root) pending.push(...node.inputs);
  }
  return [...met];
}
