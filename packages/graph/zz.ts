import { simplify, gradient, evaluate, topologicalOrder, Node } from "./src/index";
import { toMathjs } from "./src/mathjs/index";
import { randomGraph, seeded } from "./test/random-graph";
import { shuffled, canonicalForms } from "./test/simplify-forms";
const arithmetic = ["add","sub","mul","div","neg","add","mul","square","sin","pow","max","log","exp","sub","div","where","abs", "sqrt"] as never[];
let bad = {conf:0, idem:0, val:0, shape:0}; let n=0;
for (let seed=0; seed<16000; seed++){
  const {root, symbols} = seed%2? randomGraph(seed): randomGraph(seed,{names:arithmetic,size:25,depth:12});
  for (const y of [root, ...gradient(root, symbols.slice(0,2))]) {
    n++;
    const s = simplify(y);
    if (simplify(s)!==s && bad.idem++<3) console.log("IDEM", seed, toMathjs(y), "|", toMathjs(s), "|", toMathjs(simplify(s)));
    const order = topologicalOrder([y]).filter(x=>x.inputs.length||x.attrs.cell);
    const scaleOf=(r: Node)=>{const o=topologicalOrder([r]); const v=evaluate(o) as number[]; const g=evaluate(gradient(r,o)) as number[]; return v.reduce((t,x,k)=>t+(Math.abs(x*g[k]!)||0),0)};
    const a=evaluate(y) as number, b=evaluate(s) as number;
    const scale=scaleOf(y)+scaleOf(s);
    if(!(Math.abs(a-b)<=1e-13*scale) && bad.val++<5) console.log("VAL",seed,a,b,scale,toMathjs(y),"|",toMathjs(s));
    for(let k=0;k<2;k++){
      const random=seeded(seed*7+k);
      const [z]=shuffled([y],random);
      const canon=canonicalForms();
      const t=simplify(z!);
      if(canon(t)!==canon(s) && bad.conf++<6 && toMathjs(y).length<500) console.log("CONF",seed,"\n ",toMathjs(y),"\n ",toMathjs(z!),"\n ",toMathjs(s),"\n ",toMathjs(t));
    }
  }
}
console.log(n,bad);
