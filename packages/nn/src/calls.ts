import { guarded } from "@chainrule/graph";
import * as entropy from "./cross-entropy";
import * as sets from "./data/data";
import * as generators from "./data/generate";
import * as scalings from "./data/scaling";
import * as layers from "./dense";
import * as models from "./files/model-file";
import * as arrays from "./files/npy";
import * as tensors from "./files/safetensors";
import * as fitting from "./fit/fit";
import * as metrics from "./fit/metrics";
import * as predictions from "./fit/predict";
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

/** @see generators.blobs */
export const blobs = guarded("blobs", "any options?", generators.blobs);
/** @see generators.circles */
export const circles = guarded("circles", "any options?", generators.circles);
/** @see generators.moons */
export const moons = guarded("moons", "any options?", generators.moons);
/** @see generators.sine */
export const sine = guarded("sine", "any options?", generators.sine);
/** @see generators.spirals */
export const spirals = guarded("spirals", "any options?", generators.spirals);
/** @see generators.xor */
export const xor = guarded("xor", "any options?", generators.xor);
/** @see sets.split */
export const split = guarded("split", "any options?", sets.split);
/** @see scalings.minMax */
export const minMax = guarded("minMax", "any", scalings.minMax);
/** @see scalings.standardise */
export const standardise = guarded("standardise", "any", scalings.standardise);
/** @see fitting.fit */
export const fit = guarded("fit", "any any options", fitting.fit);
/** @see fitting.fitEpochs */
export const fitEpochs = guarded("fitEpochs", "any any options", fitting.fitEpochs);
/** @see predictions.predict */
export const predict = guarded("predict", "any any", predictions.predict);
/** @see metrics.accuracy */
export const accuracy = guarded("accuracy", "any any options?", metrics.accuracy);
/** @see metrics.classesOf */
export const classesOf = guarded("classesOf", "any options?", metrics.classesOf);
/** @see metrics.confusionMatrix */
export const confusionMatrix = guarded("confusionMatrix", "any any options?", metrics.confusionMatrix);
/** @see metrics.r2 */
export const r2 = guarded("r2", "any any", metrics.r2);
/** @see models.load */
export const load = guarded("load", "any any?", models.load);
/** @see models.modelBytes */
export const modelBytes = guarded("modelBytes", "any options?", models.modelBytes);
/** @see models.save */
export const save = guarded("save", "any any options?", models.save);
/** @see tensors.readSafetensors */
export const readSafetensors = guarded("readSafetensors", "any", tensors.readSafetensors);
/** @see tensors.writeSafetensors */
export const writeSafetensors = guarded("writeSafetensors", "object options?", tensors.writeSafetensors);
/** @see arrays.npyBytes */
export const npyBytes = guarded("npyBytes", "any", arrays.npyBytes);
/** @see arrays.readNpy */
export const readNpy = guarded("readNpy", "any", arrays.readNpy);
/** @see arrays.writeNpy */
export const writeNpy = guarded("writeNpy", "any any", arrays.writeNpy);
