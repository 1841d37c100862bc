import { constant, dim, functionSymbol, tensor, type Node, mul, nameText, topologicalOrder, partialName, einsum, jacobian } from "@chainrule/graph";
import { definitionsOf, namedLoss } from "../derive/src/definitions";
import { Writer } from "../derive/src/writer";
import { TensorForm } from "../derive/src/tensor";
import { Letters } from "./src/index-notation/letters";
import { entryOf, indexed } from "./src/index-notation/entry";
import { toLatex, printName } from "./src/index";
import katex from "katex";
const f=functionSymbol("f");
const m=dim("m",{index:"j"}), p=dim("p",{index:"k"}), q=dim("q",{index:"i"});
const W=tensor("w^L",[m,p]), V=tensor("w^{L-1}",[p,q]), x=tensor("a^{L-2}",[q]), b=tensor("b^L",[m]), c=tensor("b^{L-1}",[p]), y=tensor("y",[m]);
const z1=V.matmul(x).add(c).named("z^{L-1}"), a1=f(z1).named("a^{L-1}"), z2=W.matmul(a1).add(b).named("z^L"), a2=f(z2).named("a^L");
const E=mul(.5,y.sub(a2).square().sum()).named("E");
function show(E: Node, wrt: Node[], deltas: boolean) {
  const w=new Writer(definitionsOf(E)); new TensorForm(w, deltas).derive(wrt);
  const ranks=new Map(topologicalOrder([E]).filter(n=>n.name).map(n=>[nameText(n.name!), n.shape.length] as const));
  const letters=new Letters([E]); const notation={letters, ranks, leaves:new Map<string,Node>()};
  for(const s of w.statements) { if(s.role==="given") continue;
   const ls=letters.takeAll(s.expression.shape); 
   if (s.stands) ranks.set(nameText(s.symbol), s.expression.shape.length);
   const left=printName(indexed(s.symbol, ls, notation));
   const e=s.expression.name? undefined: entryOf(s.expression, ls, notation);
   const l=left+" = "+(e===undefined? printName(indexed(s.expression.name!,ls,notation)): e.name? printName(e.name):toLatex(e)); katex.renderToString(l,{strict:"error"}); console.log(s.role.padEnd(8), s.because.kind.padEnd(12), l); }
}
show(E,[W,V,b,c],true); console.log(); show(E,[W],false);
const s3=tensor("s",[dim("n",{index:"i"})]), t3=tensor("t",[dim("n",{index:"i"})]); const p3=s3.softmax().named("p"); const L=t3.mul(p3.log()).sum().neg().named("L"); show(L,[s3],false);
