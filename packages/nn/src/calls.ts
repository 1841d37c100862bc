import { guarded } from "@chainrule/graph";
import * as entropy from "./cross-entropy";
import * as layers from "./dense";
import * as initial from "./initialise";
import * as networks from "./mlp";
import * as neurons from "./neuron";
import * as perceptrons from "./perceptron";
import * as rules from "./perceptron-rule";
import * as separation from "./separability";
import * as errors from "./squared-error";
import * as wanted from "./targets";
import * as training from "./train";

/* The public functions, each with what it takes. What they do stands where they are declared. */

/** @see entropy.crossEntropy */
export const crossEntropy = guarded("crossEntropy", "nodeOrNodes any options?", entropy.crossEntropy);
/** @see layers.dense */
export const dense = guarded("dense", "any options?", layers.dense);
/** @see initial.glorot */
export const glorot = guarded("glorot", "any", initial.glorot);
/** @see initial.he */
export const he = guarded("he", "any", initial.he);
/** @see initial.seededRandom */
export const seededRandom = guarded("seededRandom", "any", initial.seededRandom);
/** @see initial.uniform */
export const uniform = guarded("uniform", "any any any", initial.uniform);
/** @see networks.mlp */
export const mlp = guarded("mlp", "any any options?", networks.mlp);
/** @see neurons.neuron */
export const neuron = guarded("neuron", "any options?", neurons.neuron);
/** @see perceptrons.perceptron */
export const perceptron = guarded("perceptron", "any options?", perceptrons.perceptron);
/** @see perceptrons.truthTable */
export const truthTable = guarded("truthTable", "nodeOrNodes nodes", perceptrons.truthTable);
/** @see errors.squaredError */
export const squaredError = guarded("squaredError", "any any options?", errors.squaredError);
/** @see wanted.targets */
export const targets = guarded("targets", "nodes any function?", wanted.targets);
/** @see rules.trainPerceptron */
export const trainPerceptron = guarded("trainPerceptron", "object list list options?", rules.trainPerceptron);
/** @see separation.separability */
export const separability = guarded("separability", "list list", separation.separability);
/** @see training.train */
export const train = guarded("train", "node nodes options", training.train);
