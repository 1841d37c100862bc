import { add, exp, mul, type Node, nameText, scalar, sigmoid, tensor } from "@chainrule/graph";
import { describe, expect, test } from "vitest";
import { microgradReadme } from "../../test/graphs";
import type { Picture, PictureEdge, PictureNode } from "../layered/picture";
import { pointAt } from "../layered/route";
import type { Point } from "../scene/scene";
import { labelHeight, labelWidth } from "./edge-text";
import { networkPicture } from "./layout";

type Scalar = Node<number>;
const total = (terms: readonly Scalar[]): Scalar =>
  terms.slice(1).reduce((sum, term) => add(sum, term), terms[0] ?? add(0, 0));

/** A sigmoid network with half the squared errors as loss; weights are numbered unit by unit. */
function network(sizes: readonly number[], sharedBias = true): Scalar {
  let number = 0;
  const outputs = sizes.slice(1).reduce(
    (inputs: readonly Scalar[], size, layer) => {
      const shared = scalar(`b_${layer + 1}`);
      return Array.from({ length: size }, (_, j) => {
        const unit = layer === sizes.length - 2 ? `o${j + 1}` : `h${j + 1}^(${layer + 1})`;
        const bias = sharedBias ? shared : scalar(`b_${unit}`);
        const products = inputs.map((input) => scalar(`w_${++number}`).mul(input));
        return sigmoid(add(total(products), bias).named(`net_${unit}`)).named(`out_${unit}`);
      });
    },
    Array.from({ length: sizes[0] ?? 0 }, (_, k) => scalar(`i_${k + 1}`)),
  );
  const errors = outputs.map((output, j) =>
    mul(
      0.5,
      scalar(`target_o${j + 1}`)
        .sub(output)
        .square(),
    ).named(`E_o${j + 1}`),
  );
  return total(errors).named("E_total");
}

const graphs: Readonly<Record<string, () => Node>> = {
  "2-2-2": () => network([2, 2, 2]),
  "3-4-2": () => network([3, 4, 2]),
  "3-4-2 with a bias for each unit": () => network([3, 4, 2], false),
  "2-3-3-1": () => network([2, 3, 3, 1]),
  "4-5-3": () => network([4, 5, 3]),
  "64-64-10": () => network([64, 64, 10]),
  "skip connections": exclusiveOr,
  "reused names": () => microgradReadme().g,
  recurrent,
};

/** A hidden unit and an output that sees the inputs too. */
function exclusiveOr(): Node {
  const [x1, x2] = [scalar("X_1"), scalar("X_2")];
  const hidden = scalar("W_11")
    .mul(x1)
    .add(scalar("W_21").mul(x2))
    .sub(scalar("theta_1"))
    .named("net_h")
    .step()
    .named("y'");
  const net = scalar("W_12")
    .mul(x1)
    .add(scalar("W_22").mul(x2))
    .sub(scalar("v").mul(hidden))
    .sub(scalar("theta_2"));
  return mul(0.5, scalar("t").sub(net.named("net_y").sigmoid().named("y")).square()).named("E");
}

function recurrent(): Node {
  const [w, u, b] = [scalar("w"), scalar("u"), scalar("b")];
  let h: Node = scalar("h_0");
  for (let t = 1; t <= 4; t++)
    h = w
      .mul(scalar(`x_${t}`))
      .add(u.mul(h))
      .add(b)
      .tanh()
      .named(`h_${t}`);
  return scalar("y").sub(h).square().named("L");
}

const text = (node: PictureNode | undefined): string => (node?.label ? nameText(node.label.name) : "");
const named = (picture: Picture, name: string): PictureNode => {
  const found = picture.nodes.find((node) => text(node) === name);
  if (found === undefined) throw new Error(`no node ${name}`);
  return found;
};
const ofKind = (picture: Picture, kind: PictureNode["kind"]): string[] =>
  picture.nodes.filter((node) => node.kind === kind).map(text);
const edgeTexts = (picture: Picture): string[] =>
  picture.edges.map(({ from, to, label }) => {
    const weight = label ? ` ${label.negative ? "-" : ""}${nameText(label.name)}` : "";
    return `${text(picture.nodes[from])}->${text(picture.nodes[to])}${weight}`;
  });

/** Points along an edge. */
function along({ path }: PictureEdge): Point[] {
  const points: Point[] = [];
  for (let k = 0; k + 1 < path.length; k += 3) {
    const piece = path.slice(k, path.length === 2 ? 2 : k + 4);
    const [from, to] = [piece[0], piece.at(-1)];
    if (!from || !to) continue;
    const upright = Math.abs(to.x - from.x) < 1;
    for (let step = 0; step <= 20; step++) {
      const x = from.x + ((to.x - from.x) * step) / 20;
      points.push(upright ? { x, y: from.y + ((to.y - from.y) * step) / 20 } : pointAt(piece, x));
    }
  }
  return points;
}

interface Rectangle extends Point {
  readonly width: number;
  readonly height: number;
}
const apart = (a: Rectangle, b: Rectangle): boolean =>
  Math.abs(a.x - b.x) >= (a.width + b.width) / 2 || Math.abs(a.y - b.y) >= (a.height + b.height) / 2;
const labelBoxes = (picture: Picture): Rectangle[] =>
  picture.edges.flatMap(({ label, labelAt }) =>
    label && labelAt
      ? [{ ...labelAt, width: labelWidth({ label: label }) - 2, height: labelHeight({ label: label }) - 2 }]
      : [],
  );

describe("the picture of the 2-2-2 network", () => {
  const picture = networkPicture(network([2, 2, 2]));

  test("has every quantity once, net and output as one unit", () => {
    expect(ofKind(picture, "input")).toEqual(["i_1", "i_2"]);
    expect(ofKind(picture, "unit")).toEqual(["h_1^(1)", "h_2^(1)", "o_1", "o_2"]);
    expect(ofKind(picture, "bias")).toEqual(["b_1", "b_2"]);
    expect(ofKind(picture, "loss")).toEqual(["E_o1", "E_o2", "E_total"]);
    expect(ofKind(picture, "target")).toEqual(["target_o1", "target_o2"]);
    expect(picture.nodes).toHaveLength(13);
    expect(named(picture, "o_1").function).toBe("sigmoid");
    expect(nameText(picture.of ?? { kind: "symbol", base: "", sub: "", sup: "" })).toBe("E_total");
  });

  test("has weights on its edges", () => {
    expect(edgeTexts(picture).sort()).toEqual(
      [
        "i_1->h_1^(1) w_1",
        "i_2->h_1^(1) w_2",
        "i_1->h_2^(1) w_3",
        "i_2->h_2^(1) w_4",
        "h_1^(1)->o_1 w_5",
        "h_2^(1)->o_1 w_6",
        "h_1^(1)->o_2 w_7",
        "h_2^(1)->o_2 w_8",
        "b_1->h_1^(1)",
        "b_1->h_2^(1)",
        "b_2->o_1",
        "b_2->o_2",
        "o_1->E_o1",
        "target_o1->E_o1",
        "o_2->E_o2",
        "target_o2->E_o2",
        "E_o1->E_total",
        "E_o2->E_total",
      ].sort(),
    );
  });

  test("runs from left to right, first above second", () => {
    const x = (name: string): number => named(picture, name).x;
    const y = (name: string): number => named(picture, name).y;
    expect(x("i_1")).toBe(x("i_2"));
    expect(["i_1", "h_1^(1)", "o_1", "E_o1", "E_total"].map((name) => named(picture, name).layer)).toEqual([
      0, 1, 2, 3, 4,
    ]);
    for (const [a, b] of [
      ["i_1", "i_2"],
      ["h_1^(1)", "h_2^(1)"],
      ["o_1", "o_2"],
      ["E_o1", "E_o2"],
    ] as const) {
      expect(y(a)).toBeLessThan(y(b));
    }
    expect(y("o_1")).toBe(y("E_o1"));
    expect(y("b_1")).toBe(y("b_2"));
  });
});

describe.each(Object.entries(graphs))("%s", (_name, graph) => {
  const picture = networkPicture(graph());

  test("no two nodes or labels overlap, and all are inside", () => {
    const boxes: Rectangle[] = [...picture.nodes, ...labelBoxes(picture)];
    for (const [k, box] of boxes.entries()) {
      for (const other of boxes.slice(k + 1)) expect(apart(box, other)).toBe(true);
      expect(box.x - box.width / 2).toBeGreaterThanOrEqual(0);
      expect(box.x + box.width / 2).toBeLessThanOrEqual(picture.width);
      expect(box.y - box.height / 2).toBeGreaterThanOrEqual(0);
      expect(box.y + box.height / 2).toBeLessThanOrEqual(picture.height);
    }
  });

  test("every weight has a place", () => {
    for (const { label, labelAt } of picture.edges) expect(labelAt === undefined).toBe(label === undefined);
  });

  test("no edge runs through a node", () => {
    for (const edge of picture.edges) {
      for (const node of picture.nodes) {
        if (node.outline === "none") continue;
        for (const { x, y } of along(edge)) {
          const inside =
            node.outline === "circle"
              ? Math.hypot(x - node.x, y - node.y) < node.width / 2
              : Math.abs(x - node.x) < node.width / 2 && Math.abs(y - node.y) < node.height / 2;
          expect(inside).toBe(false);
        }
      }
    }
  });

  test("is the same when it is made again", () => {
    expect(networkPicture(graph())).toEqual(picture);
  });
});

describe("units", () => {
  test("keep the output's name where the names have nothing in common that is a name", () => {
    const z = scalar("w").mul(scalar("x")).add(scalar("b")).named("z_j");
    expect(ofKind(networkPicture(z.tanh().named("a_j").square().named("E")), "unit")).toEqual(["a_j"]);
  });

  test("may have a bias of their own, a subtracted threshold, or a number", () => {
    const picture = networkPicture(exclusiveOr());
    const thresholds = picture.nodes.filter(({ kind }) => kind === "bias");
    expect(thresholds.map((node) => [text(node), node.label?.negative, node.outline])).toEqual([
      ["theta_1", true, "none"],
      ["theta_2", true, "none"],
    ]);
    expect(edgeTexts(picture)).toContain("y'->y -v");
    const number = networkPicture(scalar("w").mul(scalar("x")).sub(1.5).relu().named("y"));
    expect(number.nodes.find(({ kind }) => kind === "bias")?.label).toMatchObject({
      negative: true,
      name: { base: "1.5" },
    });
  });

  test("have no two edges from one source", () => {
    const [w, x] = [scalar("w"), scalar("x")];
    const picture = networkPicture(w.mul(x).add(x).tanh().named("y").square().named("E"));
    expect(edgeTexts(picture)).toEqual(["w->y", "x->y", "y->E"]);
  });

  test("need no names", () => {
    const [x1, x2] = [scalar("x_1"), scalar("x_2")];
    const hidden = ["1", "2"].map((k) =>
      scalar(`w_${k}1`)
        .mul(x1)
        .add(scalar(`w_${k}2`).mul(x2))
        .tanh(),
    );
    const output = total(hidden.map((h, k) => scalar(`v_${k + 1}`).mul(h))).tanh();
    const picture = networkPicture(output);
    expect(picture.nodes.map(({ kind, layer }) => `${kind} ${layer}`)).toEqual([
      "input 0",
      "input 0",
      "unit 1",
      "unit 1",
      "unit 2",
    ]);
  });

  test("of tensors are boxes with matrices on their edges", () => {
    const x = tensor("x", { shape: [3] });
    const layer = (k: number, input: Node, from: number, to: number): Node =>
      tensor(`W^(${k})`, { shape: [to, from] })
        .matmul(input)
        .add(tensor(`b^(${k})`, { shape: [to] }))
        .named(`z^(${k})`)
        .sigmoid()
        .named(`a^(${k})`);
    const output = layer(2, layer(1, x, 3, 4), 4, 2);
    const picture = networkPicture(
      output
        .sub(tensor("y", { shape: [2] }))
        .square()
        .sum()
        .named("E"),
    );
    expect(edgeTexts(picture).sort()).toEqual(
      ["x->a^(1) W^(1)", "a^(1)->a^(2) W^(2)", "a^(2)->E", "y->E", "b^(1)->a^(1)", "b^(2)->a^(2)"].sort(),
    );
    expect(picture.nodes.filter(({ kind }) => kind === "unit").map(({ outline }) => outline)).toEqual([
      "box",
      "box",
    ]);
  });
});

describe("other graphs", () => {
  test("are drawn as definitions and symbols", () => {
    const picture = networkPicture(microgradReadme().g);
    expect(picture.nodes.every(({ outline }) => outline === "box")).toBe(true);
    expect(ofKind(picture, "symbol")).toEqual(["a", "b"]);
    expect(edgeTexts(picture)).toContain("a->c''");
  });

  test("without definitions are drawn as operations", () => {
    const [a, b] = [scalar("a"), scalar("b")];
    const picture = networkPicture(add(a.mul(b), exp(a)));
    expect(picture.nodes.map((node) => text(node) || node.function)).toEqual(["a", "b", "mul", "exp", "add"]);
  });

  test("of a single symbol have one node", () => {
    expect(networkPicture(scalar("x")).nodes).toHaveLength(1);
  });
});

describe("what is too large", () => {
  test("is shown by the ends of its columns", () => {
    const picture = networkPicture(network([64, 64, 10]));
    expect(picture.elided).toBe(true);
    expect(ofKind(picture, "input")).toEqual(["i_1", "i_2", "i_64"]);
    expect(picture.nodes.filter(({ kind }) => kind === "ellipsis")).toHaveLength(4);
    expect(picture.nodes.length).toBeLessThan(40);
  });

  test("is shown by its first and last columns, in linear time", () => {
    let h: Node = scalar("x");
    for (let k = 1; k <= 20_000; k++) h = scalar(`w_${k}`).mul(h).tanh().named(`h_${k}`);
    const picture = networkPicture(h.square().named("E"));
    expect(ofKind(picture, "unit")).toEqual(["h_1", "h_2", "h_3", "h_19998", "h_19999", "h_20000"]);
  });

  test("is read in linear time where sums share parts", () => {
    let x: Node = scalar("x");
    for (let k = 0; k < 60; k++) x = x.add(x);
    expect(networkPicture(x.named("y").square().named("E")).nodes).toHaveLength(3);
  });
});
