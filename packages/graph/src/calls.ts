import * as binding from "./bind";
import * as programs from "./compile/program";
import * as diagnosis from "./diagnose/diagnose";
import * as directions from "./directional";
import * as errors from "./errors";
import * as exact from "./evaluate/exact";
import * as nests from "./evaluate/nest";
import * as reference from "./evaluate/reference";
import * as sizes from "./evaluate/sizes";
import * as walks from "./evaluate/walk";
import * as gradients from "./gradient";
import * as hessians from "./hessian";
import * as jacobians from "./jacobian";
import * as mapping from "./map/map";
import * as monomials from "./monomials/multiply-out";
import * as names from "./name";
import * as closest from "./nearest";
import * as abstract from "./ops/abstract";
import * as application from "./ops/apply";
import * as pointwise from "./ops/declare";
import * as wholes from "./ops/declare-tensor";
import * as settings from "./options";
import * as orders from "./order";
import * as quantities from "./quantities";
import * as sequences from "./sequential";
import * as reading from "./serial/read";
import * as writing from "./serial/write";
import * as shapes from "./shape";
import { guarded } from "./signature";
import * as programming from "./simplex";
import * as fusion from "./simplify/fuse";
import * as simplification from "./simplify/simplify";
import * as sparse from "./sparse/sparse";
import * as substitution from "./substituted";

/*
 * The public functions beside those of `surface.ts`, each with what it takes. What they do stands where they are declared.
 */

/** @see binding.bind */
export const bind = guarded("bind", "nodeOrNodes options", binding.bind);
/** @see programs.compile */
export const compile = guarded("compile", "any any options?", programs.compile);
/** @see diagnosis.diagnose */
export const diagnose = guarded("diagnose", "any any? options?", diagnosis.diagnose);
/** @see directions.jvp */
export const jvp = guarded("jvp", "node node operand", directions.jvp);
/** @see directions.vjp */
export const vjp = guarded("vjp", "node node operand", directions.vjp);
/** @see exact.exactValues */
export const exactValues = guarded("exactValues", "nodes function?", exact.exactValues);
/** @see reference.evaluate */
export const evaluate = guarded("evaluate", "any any? options?", reference.evaluate);
/** @see nests.nest */
export const nest = guarded("nest", "object list object function?", nests.nest);
/** @see sizes.concreteShape */
export const concreteShape = guarded("concreteShape", "list object node?", sizes.concreteShape);
/** @see walks.walk */
export const walk = guarded("walk", "nodes object object", walks.walk);
/** @see programming.feasibility */
export const feasibility = guarded("feasibility", "list", programming.feasibility);
/** @see gradients.gradient */
export const gradient = guarded("gradient", "any any holding?", gradients.gradient);
/** @see gradients.gradientOrigin */
export const gradientOrigin = guarded("gradientOrigin", "node", gradients.gradientOrigin);
/** @see hessians.hessian */
export const hessian = guarded("hessian", "node node node?", hessians.hessian);
/** @see hessians.hessianVector */
export const hessianVector = guarded("hessianVector", "node node operand", hessians.hessianVector);
/** @see jacobians.jacobian */
export const jacobian = guarded("jacobian", "node node holding?", jacobians.jacobian);
/** @see mapping.map */
export const map = guarded("map", "object function options?", mapping.map);
/** @see monomials.multipliedOut */
export const multipliedOut = guarded("multipliedOut", "node holding", monomials.multipliedOut);
/** @see names.nameText */
export const nameText = guarded("nameText", "object", names.nameText);
/** @see names.parseName */
export const parseName = guarded("parseName", "any", names.parseName);
/** @see names.partialName */
export const partialName = guarded("partialName", "object object list?", names.partialName);
/** @see names.raised */
export const raised = guarded("raised", "object text", names.raised);
/** @see errors.shown */
export const shown = guarded("shown", "any", errors.shown);
/** @see settings.checkOptions */
export const checkOptions = guarded("checkOptions", "any any text", settings.checkOptions);
/** @see settings.checkChoice */
export const checkChoice = guarded("checkChoice", "any list text", settings.checkChoice);
/** @see settings.unknownName */
export const unknownName = guarded("unknownName", "text any list text", settings.unknownName);
/** @see closest.nearest */
export const nearest = guarded("nearest", "text list", closest.nearest);
/** @see abstract.functionSymbol */
export const functionSymbol = guarded("functionSymbol", "any", abstract.functionSymbol);
/** @see application.apply */
export const apply = guarded("apply", "object nodes", application.apply);
/** @see application.pointwiseMap */
export const pointwiseMap = guarded("pointwiseMap", "nodes list", application.pointwiseMap);
/** @see pointwise.operation */
export const operation = guarded("operation", "any options", pointwise.operation);
/** @see wholes.tensorOperation */
export const tensorOperation = guarded("tensorOperation", "any options", wholes.tensorOperation);
/** @see orders.symbolsOf */
export const symbolsOf = guarded("symbolsOf", "nodes", orders.symbolsOf);
/** @see orders.topologicalOrder */
export const topologicalOrder = guarded("topologicalOrder", "nodes object?", orders.topologicalOrder);
/** @see quantities.quantitiesIn */
export const quantitiesIn = guarded("quantitiesIn", "node", quantities.quantitiesIn);
/** @see substitution.substituted */
export const substituted = guarded("substituted", "nodes function", substitution.substituted);
/** @see reading.deserialise */
export const deserialise = guarded("deserialise", "any", reading.deserialise);
/** @see writing.serialise */
export const serialise = guarded("serialise", "nodes", writing.serialise);
/** @see sequences.sequential */
export const sequential = guarded("sequential", "node nodes", sequences.sequential);
/** @see shapes.dim */
export const dim = guarded("dim", "any options?", shapes.dim);
/** @see shapes.entryCount */
export const entryCount = guarded("entryCount", "list", shapes.entryCount);
/** @see shapes.sameShape */
export const sameShape = guarded("sameShape", "list list", shapes.sameShape);
/** @see shapes.shapeText */
export const shapeText = guarded("shapeText", "list", shapes.shapeText);
/** @see shapes.sizeText */
export const sizeText = guarded("sizeText", "size", shapes.sizeText);
/** @see shapes.strides */
export const strides = guarded("strides", "list", shapes.strides);
/** @see fusion.fused */
export const fused = guarded("fused", "nodes object options?", fusion.fused);
/** @see simplification.simplify */
export const simplify = guarded("simplify", "nodeOrNodes holding?", simplification.simplify);
/** @see sparse.sparseHessian */
export const sparseHessian = guarded("sparseHessian", "node nodes", sparse.sparseHessian);
/** @see sparse.sparseJacobian */
export const sparseJacobian = guarded("sparseJacobian", "nodes nodes", sparse.sparseJacobian);
