import { scalar, tensor } from "@chainrule/graph";
import { expression } from "@chainrule/graph/mathjs";
for (const [t, s] of [["δ2 * 2", {"δ2": scalar("δ2")}], ["δ2*2", {"delta_2": scalar("d")}], ["d/dx (x^2)", {x: scalar("x",3)}], ["d(x^2)/dx", {x: scalar("x",3)}], ["∂/∂x x^3 + x", {x: scalar("x",3)}], ["Σ_i v_i", {v: tensor("v",[1,2,3])}],["||v||_2", {v: tensor("v",[1,2,3])}]] as any) { try { console.log(t, expression(t, s).value); } catch (e: any) { console.log(t, e.message); } }
