import { guarded } from "@chainrule/graph";
import * as entropy from "./cross-entropy";
import * as layers from "./dense";
import * as initial from "./initialise";
import * as activations from "./layers/activation";
import * as modes from "./layers/inference";
import * as pooling from "./layers/pooling";
import * as sequences from "./layers/sequential";
import * as summaries from "./layers/summary";
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
/** @see activations.activation */
export const activation = guarded("activation", "any any?", activations.activation);
/** @see modes.drawNoise */
export const drawNoise = guarded("drawNoise", "object number?", modes.drawNoise);
/** @see modes.inference */
export const inference = guarded("inference", "object", modes.inference);
/** @see pooling.flatten */
export const flatten = guarded("flatten", "node", pooling.flatten);
/** @see sequences.sequential */
export const sequential = guarded("sequential", "any any?", sequences.sequential);
/** @see sequences.skip */
export const skip = guarded("skip", "any any?", sequences.skip);
/** @see summaries.summary */
export const summary = guarded("summary", "object", summaries.summary);
